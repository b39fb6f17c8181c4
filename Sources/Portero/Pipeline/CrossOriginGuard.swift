import HTTPTypes
public import Hummingbird
import Logging

/// Refuses what a page of another site sends in a visitor's name: 403 for a cross-origin request of an unsafe method.
///
/// The browser tells where a request comes from, so forms need no token. `Sec-Fetch-Site` decides where there is one;
/// else `Origin` must name this host; a request with neither comes from no page and passes. What a trusted origin sends
/// passes too.
///
/// Source: Fetch Metadata (W3C); OWASP Cross-Site Request Forgery Prevention Cheat Sheet.
public struct CrossOriginGuard<Context: PorteroRequestContext>: RouterMiddleware {
    private let origins: TrustedOrigins

    /// - Parameter origins: other origins whose pages may send requests.
    public init(trusting origins: TrustedOrigins = .none) {
        self.origins = origins
    }

    /// Passes or throws a 403.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard !request.method.changesNothing else { return try await next(request, context) }
        let sender = Sender(request.headers)
        guard passes(FetchSite(request.headers), sender, Self.target(request, context)) else {
            context.logger.notice(
                "a cross-origin request was refused",
                metadata: [
                    "method": "\(request.method)", "path": "\(request.uri.path)",
                    "origin": "\(sender.origin?.description ?? "none")",
                ])
            throw HTTPError(.forbidden)
        }
        return try await next(request, context)
    }

    /// The whole rule.
    private func passes(_ site: FetchSite, _ sender: Sender, _ target: Client) -> Bool {
        switch (site, sender) {
        case (.several, _), (_, .several): false
        case (.sameOrigin, _): true
        case (.nobody, .null): false
        case (.nobody, _): true
        case (.other, .origin(let origin)): origins.contains(origin)
        case (.other, .untold), (.other, .null), (.other, .unknown): false
        case (.untold, .origin(let origin)): origins.contains(origin) || origin.isOwn(of: target)
        case (.untold, .untold): true
        case (.untold, .null), (.untold, .unknown): false
        }
    }

    /// What the client asked, also where no ``ClientMiddleware`` has found it out.
    private static func target(_ request: Request, _ context: Context) -> Client {
        let client = context.client
        guard client.host == nil else { return client }
        return Client(address: client.address, isSecure: client.isSecure, host: request.head.authority)
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
