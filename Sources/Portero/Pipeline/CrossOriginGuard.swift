import HTTPTypes
public import Hummingbird

/// Refuses what a page of another site sends in a visitor's name: 403 for a cross-origin request of an unsafe method.
///
/// The browser tells where a request comes from, so forms need no token. `Sec-Fetch-Site` decides where there is one;
/// else `Origin` must name this host; a request with neither comes from no page and passes. What a trusted origin sends
/// passes too. A safe method passes, but for one thing: a script that calls a sign-out by GET, which its `Origin` tells
/// from a link, is refused there by the same rule.
///
/// Source: Fetch Metadata (W3C); OWASP Cross-Site Request Forgery Prevention Cheat Sheet.
public struct CrossOriginGuard<Context: PorteroRequestContext>: RouterMiddleware {
    private let rule: CrossOriginRule

    /// - Parameter origins: other origins whose pages may send requests.
    public init(trusting origins: TrustedOrigins = .none) {
        rule = CrossOriginRule(trusting: origins)
    }

    /// Passes or throws a 403.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.method.changesNothing else {
            try rule.check(request, context)
            return try await next(request, context)
        }
        var context = context
        context.portero.crossOriginRule = rule
        return try await next(request, context)
    }
}

extension HTTPRequest.Method {
    /// Whether it is safe, so that a page of another site may send it.
    ///
    /// Source: RFC 9110 section 9.2.1.
    fileprivate var changesNothing: Bool {
        switch self {
        case .get, .head, .options, .trace: true
        default: false
        }
    }
}
