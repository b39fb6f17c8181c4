/// Where a page comes from: a scheme, a host and a port.
///
/// Prints as browsers write it: in lower case, without the scheme's own port.
///
/// Source: HTML Standard, ASCII serialization of an origin.
public struct Origin: Hashable, Sendable, CustomStringConvertible {
    let isSecure: Bool
    let host: String
    let port: Int

    /// - Parameter text: such as `https://app.example.com` or `http://localhost:5173`; of no other scheme than http and
    ///   https, and with nothing behind, such as a path.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let authority = Authority(parts[1]) else { return nil }
        switch parts[0].lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        default: return nil
        }
        host = authority.host
        port = authority.port ?? Self.standardPort(isSecure)
    }

    /// As `https://app.example.com`.
    public var description: String {
        (isSecure ? "https://" : "http://") + host + (port == Self.standardPort(isSecure) ? "" : ":\(port)")
    }

    /// Whether pages of this host have this origin; an insecure connection may be secure in front of a proxy.
    func isOwn(of client: Client) -> Bool {
        guard let own = client.host.flatMap({ Authority($0) }) else { return false }
        return own.host == host && (own.port ?? Self.standardPort(isSecure)) == port && (isSecure || !client.isSecure)
    }

    private static func standardPort(_ isSecure: Bool) -> Int { isSecure ? 443 : 80 }
}
