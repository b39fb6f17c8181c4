public import Hummingbird

/// Finds out who asks, and from where, for all that stands behind it: put it first.
///
/// What stands behind a trusted proxy must get the header fields of ``ForwardingFields`` from it: each proxy in a row
/// either replaces what the client sent of them or adds to it. From anybody else they count for nothing.
public struct ClientMiddleware<Context: PorteroRequestContext>: RouterMiddleware {
    private let proxies: TrustedProxies
    private let fields: ForwardingFields
    private let servesTLS: Bool

    /// - Parameters:
    ///   - proxies: whom the app believes what they say of the client.
    ///   - fields: where they say it; the other fields are not read.
    ///   - servesTLS: whether the app itself serves TLS, on all of its connections.
    public init(
        behind proxies: TrustedProxies = .none, reading fields: ForwardingFields = .xForwarded, servesTLS: Bool = false
    ) {
        self.proxies = proxies
        self.fields = fields
        self.servesTLS = servesTLS
    }

    /// Puts the client into the context.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        let peer = Client(address: context.portero.peer, isSecure: servesTLS, host: request.head.authority)
        context.portero.client = fields.client(asking: peer, request.headers, trusting: proxies)
        return try await next(request, context)
    }
}
