/// Where a Redis or Valkey server is: `redis://user:password@host:6379/0`, or `rediss://` for TLS.
///
/// Several hosts with commas between them, or `?cluster=true` behind one, name the nodes of a cluster to begin with.
/// A port that is missing is 6379; a name and a password may be percent-encoded. Prints without the password.
public struct RedisURL: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A node's address.
    struct Address: Hashable, Sendable, CustomStringConvertible {
        let host: String
        let port: Int

        var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }

    /// Why a text is no such URL; quotes nothing of it.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// What was expected.
        public let description: String

        init(_ description: String) { self.description = description }
    }

    let addresses: [Address]
    /// Whether the server shows a certificate, and all is encrypted.
    public let isEncrypted: Bool
    /// Whether the hosts are nodes of a cluster.
    public let isCluster: Bool
    let login: RedisLogin?
    let database: Int

    /// - Parameter text: the URL.
    /// - Throws: ``Failure`` where it is none of the forms above.
    public init(_ text: String) throws(Failure) {
        let (scheme, rest) = try Self.split(text)
        isEncrypted = scheme == "rediss"
        var place = rest
        let query = Self.cut(&place, at: "?")
        let path = Self.cut(&place, at: "/")
        var hosts = place
        if let end = place.lastIndex(of: "@") {
            login = try Self.login(place[..<end])
            hosts = place[place.index(after: end)...]
        } else {
            login = nil
        }
        var addresses: [Address] = []
        for host in hosts.split(separator: ",", omittingEmptySubsequences: false) {
            addresses.append(try Self.address(host))
        }
        self.addresses = addresses
        database = try Self.database(path)
        isCluster = try Self.isCluster(query) || addresses.count > 1
        guard !isCluster || database == 0 else { throw Failure("a cluster has database 0 only") }
    }

    private static func split(_ text: String) throws(Failure) -> (scheme: String, rest: Substring) {
        guard let mark = text.firstRange(of: "://") else { throw noScheme }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "redis" || scheme == "rediss" else { throw noScheme }
        return (scheme, text[mark.upperBound...])
    }

    private static var noScheme: Failure { Failure("expected a URL that begins with redis:// or rediss://") }

    /// Cuts off what stands behind the first `mark`; `nil`: there is none.
    private static func cut(_ text: inout Substring, at mark: Character) -> Substring? {
        guard let place = text.firstIndex(of: mark) else { return nil }
        defer { text = text[..<place] }
        return text[text.index(after: place)...]
    }

    private static func login(_ text: Substring) throws(Failure) -> RedisLogin? {
        guard let colon = text.firstIndex(of: ":") else {
            throw Failure("expected user:password before the @; a user's name alone lets nobody in")
        }
        guard let user = percentDecoded(text[..<colon]),
            let password = percentDecoded(text[text.index(after: colon)...])
        else { throw Failure("the user's name or the password is not well percent-encoded") }
        return RedisLogin(user: user.isEmpty ? nil : user, password: password)
    }

    private static func address(_ text: Substring) throws(Failure) -> Address {
        var (host, port) = (text, Substring())
        if text.first == "[", let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            port = text[text.index(after: end)...]
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            port = text[colon...]
        }
        guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || $0 == "[" }) else {
            throw Failure("expected a host's name or address")
        }
        guard !port.isEmpty else { return Address(host: String(host), port: 6379) }
        guard port.first == ":", let number = Int(port.dropFirst()), (1...65_535).contains(number) else {
            throw Failure("expected a port from 1 to 65535")
        }
        return Address(host: String(host), port: number)
    }

    private static func database(_ path: Substring?) throws(Failure) -> Int {
        guard let path, !path.isEmpty else { return 0 }
        guard let number = Int(path), number >= 0 else { throw Failure("expected a database's number behind the /") }
        return number
    }

    private static func isCluster(_ query: Substring?) throws(Failure) -> Bool {
        switch query {
        case nil, "", "cluster=false": false
        case "cluster", "cluster=true": true
        default: throw Failure("expected ?cluster=true, and no other option")
        }
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Without user and password.
    public var description: String {
        let hosts = addresses.map(\.description).joined(separator: ",")
        return "\(isEncrypted ? "rediss" : "redis")://\(hosts)/\(database)"
            + (isCluster && addresses.count == 1 ? "?cluster=true" : "")
    }

    /// The same as ``description``.
    public var debugDescription: String {
        description
    }

    /// Shows no more than ``description``.
    public var customMirror: Mirror {
        Mirror(self, children: [])
    }
}
