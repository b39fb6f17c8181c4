import HTTPTypes
import StoreTesting
import Testing

@testable import Portero

@Suite("What is believed of the client") struct ForwardingFieldsTests {
    /// What a peer sends, and whom the app then takes for the client.
    struct Row: Sendable, CustomTestStringConvertible {
        let peer: String
        let fields: [(name: String, value: String)]
        /// Address, scheme and host.
        let client: String

        init(_ peer: String, _ fields: KeyValuePairs<String, String>, _ client: String) {
            self.peer = peer
            self.fields = fields.map { (name: $0.key, value: $0.value) }
            self.client = client
        }

        var testDescription: String {
            "\(peer), " + fields.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
        }

        func headers() throws -> HTTPFields {
            try fields.reduce(into: HTTPFields()) { headers, field in
                headers.append(HTTPField(name: try #require(HTTPField.Name(field.name)), value: field.value))
            }
        }
    }

    /// The proxies are those of 10/8, and `::1`.
    private static let proxies = "10.0.0.0/8, ::1"

    private static let xFor = "X-Forwarded-For"
    private static let proto = "X-Forwarded-Proto"
    private static let xHost = "X-Forwarded-Host"

    static let xForwarded: [Row] = [
        // One proxy, which adds to For and sets the others.
        Row("10.0.0.1", [xFor: "192.0.2.1", proto: "https", xHost: "example.com"], "192.0.2.1 https example.com"),
        Row("10.0.0.1", [xFor: "192.0.2.1"], "192.0.2.1 http app"),
        Row("10.0.0.1", [proto: "https"], "10.0.0.1 https app"),
        Row("10.0.0.1", [xHost: "example.com:8443"], "10.0.0.1 http example.com:8443"),
        Row("10.0.0.1", [:], "10.0.0.1 http app"),
        Row("::ffff:10.0.0.1", [xFor: "2001:db8::1", proto: "HTTPS"], "2001:db8::1 https app"),
        Row("::1", [xFor: "[2001:db8::1]:4711"], "2001:db8::1 http app"),
        // What the client made up stands before what the proxy adds.
        Row("10.0.0.1", [xFor: "6.6.6.6, 192.0.2.1"], "192.0.2.1 http app"),
        Row("10.0.0.1", [xFor: "10.0.0.9, 192.0.2.1"], "192.0.2.1 http app"),
        Row("10.0.0.1", [xFor: "6.6.6.6", xFor: "192.0.2.1"], "192.0.2.1 http app"),
        Row("10.0.0.1", [xFor: "6.6.6.6", xFor: "192.0.2.1, 10.0.0.2"], "192.0.2.1 http app"),
        Row("10.0.0.1", [xFor: "192.0.2.1", proto: "https, http"], "192.0.2.1 http app"),
        Row(
            "10.0.0.1", [xFor: "6.6.6.6, 192.0.2.1", proto: "https, http", xHost: "evil, host"], "192.0.2.1 http host"),
        Row("10.0.0.1", [xFor: "6.6.6.6, 192.0.2.1", proto: "https", proto: "http"], "192.0.2.1 http app"),
        // Two proxies: both add, or the nearer one lets the others through, or replaces them.
        Row(
            "10.0.0.1", [xFor: "192.0.2.1, 10.0.0.2", proto: "https, http", xHost: "example.com, inner"],
            "192.0.2.1 https example.com"),
        Row(
            "10.0.0.1",
            [xFor: "6.6.6.6, 192.0.2.1, 10.0.0.2", proto: "http, https, http", xHost: "evil, outer, inner"],
            "192.0.2.1 https outer"),
        Row("10.0.0.1", [xFor: "192.0.2.1, 10.0.0.2", proto: "https"], "192.0.2.1 https app"),
        // Three, and fewer words than that: whose they are cannot be told.
        Row("10.0.0.1", [xFor: "192.0.2.1, 10.0.0.3, 10.0.0.2", proto: "https, https"], "192.0.2.1 http app"),
        // All are trusted: the client is the outermost.
        Row("10.0.0.1", [xFor: "10.0.0.3, 10.0.0.2", proto: "https, http"], "10.0.0.3 https app"),
        Row("10.0.0.1", [xFor: "10.0.0.2"], "10.0.0.2 http app"),
        // What is hidden or malformed leaves the last that is known, and nobody before it counts.
        Row("10.0.0.1", [xFor: "unknown", proto: "https"], "10.0.0.1 https app"),
        Row("10.0.0.1", [xFor: "6.6.6.6, unknown"], "10.0.0.1 http app"),
        Row("10.0.0.1", [xFor: "6.6.6.6, garbage, 10.0.0.2"], "10.0.0.2 http app"),
        Row("10.0.0.1", [xFor: "6.6.6.6, 192.0.2.256"], "10.0.0.1 http app"),
        Row("10.0.0.1", [xFor: ""], "10.0.0.1 http app"), Row("10.0.0.1", [xFor: " , ,"], "10.0.0.1 http app"),
        Row("10.0.0.1", [xFor: "192.0.2.1,, "], "192.0.2.1 http app"),
        Row("10.0.0.1", [proto: ""], "10.0.0.1 http app"), Row("10.0.0.1", [proto: "ftp"], "10.0.0.1 http app"),
        Row("10.0.0.1", [proto: "https x"], "10.0.0.1 http app"),
        Row("10.0.0.1", [xHost: "a/b"], "10.0.0.1 http app"), Row("10.0.0.1", [xHost: "a b"], "10.0.0.1 http app"),
        Row("10.0.0.1", [xHost: "user@a"], "10.0.0.1 http app"), Row("10.0.0.1", [xHost: "a:b"], "10.0.0.1 http app"),
        Row("10.0.0.1", [xHost: "[::1]:80"], "10.0.0.1 http [::1]:80"),
        // Anybody else is not believed.
        Row("192.0.2.9", [xFor: "6.6.6.6", proto: "https", xHost: "evil"], "192.0.2.9 http app"),
        Row("192.0.2.9", [xFor: "6.6.6.6, 10.0.0.1", proto: "https"], "192.0.2.9 http app"),
        // The other kind of field was sent by the client.
        Row("10.0.0.1", ["Forwarded": "for=6.6.6.6;proto=https;host=evil"], "10.0.0.1 http app"),
        Row("10.0.0.1", ["Forwarded": "for=6.6.6.6;proto=https", xFor: "192.0.2.1"], "192.0.2.1 http app"),
    ]

    static let forwarded: [Row] = [
        Row("10.0.0.1", ["Forwarded": "for=192.0.2.1;proto=https;host=example.com"], "192.0.2.1 https example.com"),
        Row("10.0.0.1", ["Forwarded": "for=\"[2001:db8::1]:4711\";proto=https"], "2001:db8::1 https app"),
        Row("10.0.0.1", ["Forwarded": "proto=https"], "10.0.0.1 https app"), Row("10.0.0.1", [:], "10.0.0.1 http app"),
        Row("10.0.0.1", ["Forwarded": "for=6.6.6.6;proto=https;host=evil, for=192.0.2.1"], "192.0.2.1 http app"),
        Row("10.0.0.1", ["Forwarded": "for=6.6.6.6;proto=https", "Forwarded": "for=192.0.2.1"], "192.0.2.1 http app"),
        Row(
            "10.0.0.1",
            ["Forwarded": "for=6.6.6.6;proto=http, for=192.0.2.1;proto=https;host=outer, for=10.0.0.2;host=inner"],
            "192.0.2.1 https outer"),
        Row("10.0.0.1", ["Forwarded": "for=192.0.2.1, for=10.0.0.2;proto=https"], "192.0.2.1 http app"),
        Row("10.0.0.1", ["Forwarded": "for=10.0.0.3;proto=https, for=10.0.0.2"], "10.0.0.3 https app"),
        Row("10.0.0.1", ["Forwarded": "for=6.6.6.6, for=unknown;proto=https"], "10.0.0.1 https app"),
        Row("10.0.0.1", ["Forwarded": "for=6.6.6.6, for=_hidden, for=10.0.0.2"], "10.0.0.2 http app"),
        Row("10.0.0.1", ["Forwarded": "for=6.6.6.6;proto=https, for=\""], "10.0.0.1 http app"),
        Row("10.0.0.1", ["Forwarded": "for=\"", "Forwarded": "for=192.0.2.1;proto=https"], "192.0.2.1 https app"),
        Row("10.0.0.1", ["Forwarded": "for=192.0.2.1;host=\"a b\""], "192.0.2.1 http app"),
        Row("192.0.2.9", ["Forwarded": "for=6.6.6.6;proto=https;host=evil"], "192.0.2.9 http app"),
        Row("10.0.0.1", [xFor: "6.6.6.6", proto: "https", xHost: "evil"], "10.0.0.1 http app"),
        Row("10.0.0.1", [xFor: "6.6.6.6", proto: "https", "Forwarded": "for=192.0.2.1"], "192.0.2.1 http app"),
    ]

    @Test(arguments: xForwarded)
    func `by X-Forwarded-For, -Proto and -Host of a trusted proxy (OW-5)`(row: Row) throws {
        #expect(try client(row, .xForwarded) == row.client)
    }

    @Test(arguments: forwarded)
    func `by Forwarded of a trusted proxy`(row: Row) throws {
        #expect(try client(row, .forwarded) == row.client)
    }

    @Test func `is what the connection says where a proxy says nothing of it`() throws {
        let peer = Client(address: IPAddress("10.0.0.1"), isSecure: true, host: "app")
        let proxies = try TrustedProxies(Self.proxies)
        let told = ForwardingFields.xForwarded.client(asking: peer, .of((Self.xFor, "192.0.2.1")), trusting: proxies)
        #expect(told == Client(address: IPAddress("192.0.2.1"), isSecure: true, host: "app"))
        let insecure = ForwardingFields.xForwarded.client(asking: peer, .of((Self.proto, "http")), trusting: proxies)
        #expect(!insecure.isSecure)
    }

    @Test func `is nothing of what is sent over a Unix socket`() throws {
        let peer = Client(isSecure: false, host: "app")
        let fields = HTTPFields.of((Self.xFor, "6.6.6.6"), (Self.proto, "https"))
        #expect(try ForwardingFields.xForwarded.client(asking: peer, fields, trusting: TrustedProxies("::/0")) == peer)
    }

    /// A chain of hops, some of them proxies, as the naive reader sees it who looks at all of it.
    @Test(arguments: [ForwardingFields.xForwarded, .forwarded])
    func `is the right-most address that is not trusted, of random chains`(kind: ForwardingFields) throws {
        var generator = SeededGenerator(seed: 11)
        let proxies = try TrustedProxies(Self.proxies)
        let pool = ["10.0.0.2", "10.9.9.9", "::1", "192.0.2.1", "203.0.113.7", "2001:db8::1", "unknown", "10.0.0.256"]
        for _ in 0..<1_000 {
            let hops = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                (node: pool.randomElement(using: &generator) ?? "", isSecure: Bool.random(using: &generator))
            }
            let lines = Self.lines(hops, kind, breaking: &generator)
            let peer = Client(address: IPAddress("10.0.0.1"), isSecure: false, host: "app")
            let client = kind.client(asking: peer, lines, trusting: proxies)

            var believed: [(address: IPAddress?, isSecure: Bool)] = [(peer.address, false)]
            for hop in hops.reversed() {
                guard let last = believed.last?.address, proxies.contains(last) else { break }
                believed.append((IPAddress(hop.node), hop.isSecure))
            }
            #expect(client.address == believed.last { $0.address != nil }?.address, "\(hops)")
            #expect(client.isSecure == believed.last?.isSecure, "\(hops)")
        }
    }

    @Test func `is never wrong by random fields, and these do no harm`() throws {
        var generator = SeededGenerator(seed: 12)
        let proxies = try TrustedProxies(Self.proxies)
        let peer = Client(address: IPAddress("10.0.0.1"), isSecure: false, host: "app")
        let stranger = Client(address: IPAddress("192.0.2.9"), isSecure: false, host: "app")
        for _ in 0..<1_000 {
            var fields = HTTPFields()
            for name in ["Forwarded", Self.xFor, Self.proto, Self.xHost] {
                let name = try #require(HTTPField.Name(name))
                fields.append(HTTPField(name: name, value: generator.bytes(count: 0...40)))
            }
            for kind in [ForwardingFields.xForwarded, .forwarded] {
                _ = kind.client(asking: peer, fields, trusting: proxies)
                #expect(kind.client(asking: stranger, fields, trusting: proxies) == stranger)
            }
        }
    }

    private func client(_ row: Row, _ kind: ForwardingFields) throws -> String {
        let peer = Client(address: IPAddress(row.peer), isSecure: false, host: "app")
        let client = kind.client(asking: peer, try row.headers(), trusting: try TrustedProxies(Self.proxies))
        return "\(client.address?.description ?? "-") \(client.isSecure ? "https" : "http") \(client.host ?? "-")"
    }

    /// The fields of such a chain, broken into lines at random places.
    private static func lines(
        _ hops: [(node: String, isSecure: Bool)], _ kind: ForwardingFields, breaking generator: inout SeededGenerator
    ) -> HTTPFields {
        var fields = HTTPFields()
        for hop in hops {
            let scheme = hop.isSecure ? "https" : "http"
            let isNew = Bool.random(using: &generator)
            switch kind {
            case .forwarded:
                let node = hop.node.contains(":") ? "\"[\(hop.node)]\"" : hop.node
                fields.add("for=\(node);proto=\(scheme)", to: .forwarded, onNewLine: isNew)
            case .xForwarded:
                fields.add(hop.node, to: .xForwardedFor, onNewLine: isNew)
                fields.add(scheme, to: .xForwardedProto, onNewLine: isNew)
            }
        }
        return fields
    }
}

extension HTTPFields {
    fileprivate mutating func add(_ value: String, to name: HTTPField.Name, onNewLine: Bool) {
        var lines = self[values: name]
        if onNewLine || lines.isEmpty { lines.append(value) } else { lines[lines.count - 1] += ", " + value }
        self[values: name] = lines
    }
}
