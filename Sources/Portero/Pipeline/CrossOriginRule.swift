import HTTPTypes
import Hummingbird
import Logging

/// Which requests a page may send in a visitor's name: those of this host, and of trusted origins.
struct CrossOriginRule: Sendable {
    private let origins: TrustedOrigins

    init(trusting origins: TrustedOrigins) {
        self.origins = origins
    }

    /// Throws a 403 for what another page sends.
    func check(_ request: Request, _ context: some PorteroRequestContext) throws(HTTPError) {
        let sender = Sender(request.headers)
        guard !passes(FetchSite(request.headers), sender, Self.target(request, context)) else { return }
        context.logger.notice(
            "a cross-origin request was refused",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)",
                "origin": "\(sender.origin?.description ?? "none")",
            ])
        throw HTTPError(.forbidden)
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
    private static func target(_ request: Request, _ context: some PorteroRequestContext) -> Client {
        let client = context.client
        guard client.host == nil else { return client }
        return Client(address: client.address, isSecure: client.isSecure, host: request.head.authority)
    }
}
