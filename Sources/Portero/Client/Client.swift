/// Who asks and how, as far as the app can believe it.
///
/// That is whoever is at the other end of the connection; or, where that is a trusted proxy, whom the proxy speaks for.
public struct Client: Hashable, Sendable {
    /// The client's address; that of the last trusted proxy where the client's is hidden.
    ///
    /// `nil` without a network, such as over a Unix socket. Express: `req.ip`.
    public let address: IPAddress?
    /// Whether the client's connection is secure: https.
    ///
    /// Express: `req.secure`.
    public let isSecure: Bool
    /// The host that the client asked for, with its port where there is one, such as `example.com:8443`.
    ///
    /// Express: `req.host`.
    public let host: String?

    /// - Parameters:
    ///   - address: the client's address.
    ///   - isSecure: whether its connection is secure.
    ///   - host: the host that it asked for.
    init(address: IPAddress? = nil, isSecure: Bool = false, host: String? = nil) {
        self.address = address
        self.isSecure = isSecure
        self.host = host
    }
}
