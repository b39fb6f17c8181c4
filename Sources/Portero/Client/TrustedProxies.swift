/// The proxies that an app stands behind, whose word about the client it takes.
///
/// Express: `app.set('trust proxy', …)`.
public struct TrustedProxies: Hashable, Sendable {
    private let networks: [IPNetwork]

    /// Nobody: the client is whoever is at the other end of the connection.
    public static let none = TrustedProxies([])

    /// - Parameter networks: the proxies' addresses.
    public init(_ networks: [IPNetwork]) {
        self.networks = networks
    }

    /// - Parameter list: addresses, networks and names of networks between commas, such as `loopback, 10.0.0.0/8`.
    ///   The names are Express's `loopback`, `linklocal` and `uniquelocal`, and `private`: all of these.
    /// - Throws: ``MalformedList`` for anything else.
    public init(_ list: String) throws(MalformedList) {
        var networks: [IPNetwork] = []
        for part in CommaList.parts(of: list) {
            if let named = Self.names[String(part)] {
                networks += named
            } else if let network = IPNetwork(part) {
                networks.append(network)
            } else {
                throw MalformedList(met: String(part), expected: Self.expected)
            }
        }
        self.networks = networks
    }

    /// Whether an address is one of a trusted proxy.
    public func contains(_ address: IPAddress) -> Bool {
        networks.contains { $0.contains(address) }
    }

    private static let expected =
        "an address, a network such as 10.0.0.0/8, or loopback, linklocal, uniquelocal or private"

    /// Source: proxy-addr 2.0, `IP_RANGES`.
    private static let names: [String: [IPNetwork]] = {
        let loopback = ["127.0.0.0/8", "::1"].compactMap { IPNetwork($0) }
        let linklocal = ["169.254.0.0/16", "fe80::/10"].compactMap { IPNetwork($0) }
        let uniquelocal = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"].compactMap { IPNetwork($0) }
        return [
            "loopback": loopback, "linklocal": linklocal, "uniquelocal": uniquelocal,
            "private": loopback + linklocal + uniquelocal,
        ]
    }()
}
