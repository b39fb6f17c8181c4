import HTTPTypes
public import Hummingbird
import Logging

/// Refuses what a page of another site sends in a visitor's name: 403 for a cross-origin request of an unsafe method.
///
/// The browser tells where a request comes from, so forms need no token. `Sec-Fetch-Site` decides where there is one;
/// else `Origin` must name this host; a request with neither comes from no page and passes.
///
/// Source: Fetch Metadata (W3C); OWASP Cross-Site Request Forgery Prevention Cheat Sheet.
public struct CrossOriginGuard<Context: RequestContext>: RouterMiddleware {
    private let trustedOrigins: Set<String>

    /// - Parameter trustedOrigins: other origins whose pages may send requests, such as `https://app.example.com`.
    public init(trustedOrigins: Set<String> = []) {
        self.trustedOrigins = trustedOrigins
    }

    /// Passes or throws a 403.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        if !passes(request) {
            context.logger.notice(
                "a cross-origin request was refused",
                metadata: ["method": "\(request.method)", "path": "\(request.uri.path)"])
            throw HTTPError(.forbidden)
        }
        return try await next(request, context)
    }

    private func passes(_ request: Request) -> Bool {
        switch request.method {
        case .get, .head, .options, .trace: return true
        default: break
        }
        let origin = request.headers[.origin]
        if let origin, trustedOrigins.contains(origin) { return true }
        if let site = request.headers[.secFetchSite] { return site == "same-origin" || site == "none" }
        guard let origin else { return true }
        return names(origin, request.head.authority)
    }

    /// Whether an origin such as `https://example.com:8443` is of this host; a scheme's own port may be left out.
    private func names(_ origin: String, _ host: String?) -> Bool {
        guard let host, let end = origin.firstRange(of: "://") else { return false }
        let port: String
        switch origin[..<end.lowerBound].lowercased() {
        case "https": port = ":443"
        case "http": port = ":80"
        default: return false
        }
        let sender = origin[end.upperBound...].lowercased().without(port)
        return !sender.isEmpty && sender == host.lowercased().without(port)
    }
}

extension String {
    fileprivate func without(_ port: String) -> Substring {
        hasSuffix(port) ? dropLast(port.count) : self[...]
    }
}

extension HTTPField.Name {
    // A literal token is a valid name.
    fileprivate static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
}
