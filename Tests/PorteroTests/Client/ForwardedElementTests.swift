import StoreTesting
import Testing

@testable import Portero

@Suite("Forwarded is read as RFC 7239 has it") struct ForwardedElementTests {
    static let rows: [(line: String, elements: [String])] = [
        ("for=192.0.2.43", ["192.0.2.43 - -"]),
        ("For=\"[2001:db8:cafe::17]:4711\"", ["2001:db8:cafe::17 - -"]),
        ("for=192.0.2.60;proto=http;by=203.0.113.43", ["192.0.2.60 http -"]),
        ("for=192.0.2.43, for=198.51.100.17", ["192.0.2.43 - -", "198.51.100.17 - -"]),
        ("FOR=192.0.2.43;PROTO=HTTPS;Host=Example.com", ["192.0.2.43 HTTPS Example.com"]),
        ("for=\"192.0.2.43:47011\";host=\"example.com:8443\"", ["192.0.2.43 - example.com:8443"]),
        ("for=unknown;proto=https", ["- https -"]), ("for=\"_gazonk\"", ["- - -"]), ("for=_SEVKISEK", ["- - -"]),
        ("for=\"_a:_b\"", ["- - -"]), ("for=192.0.2.1:_port", ["192.0.2.1 - -"]), ("proto=https", ["- https -"]),
        ("", []), (" , ,, ", []), (";;for=192.0.2.1;", ["192.0.2.1 - -"]), ("for=192.0.2.1,,", ["192.0.2.1 - -"]),
        (" for=192.0.2.1 ; proto=https\t,\tfor=192.0.2.2 ", ["192.0.2.1 https -", "192.0.2.2 - -"]),
        ("secret=\"a,b;c=\\\"d\\\"\";for=192.0.2.1", ["192.0.2.1 - -"]), ("host=\"a\\b\"", ["- - ab"]),
        // Quotes that should be there, and are not.
        ("for=[2001:db8::1]:80", ["2001:db8::1 - -"]), ("for=192.0.2.1:80", ["192.0.2.1 - -"]),
        ("for=\"2001:db8::1\"", ["2001:db8::1 - -"]),
        // A node that is none is hidden; the rest of its element counts.
        ("for=example.com;proto=https", ["- https -"]), ("for=\"\"", ["- - -"]), ("for=\"[192.0.2.1]\"", ["- - -"]),
        // What is malformed says nothing at all.
        ("for", ["- - -"]), ("for=", ["- - -"]), ("=192.0.2.1", ["- - -"]), ("for =192.0.2.1", ["- - -"]),
        ("for= 192.0.2.1", ["- - -"]), ("for=\"192.0.2.1", ["- - -"]), ("for=192.0.2.1 proto=https", ["- - -"]),
        ("for=192.0.2.1;for=192.0.2.2", ["- - -"]), ("for=\"192.0.2.1\"x", ["- - -"]), ("for=a\"b\"", ["- - -"]),
        ("for=\"a\\", ["- - -"]), ("for=192.0.2.1, for=\"", ["- - -"]), ("for=192.0.2.1;proto=", ["- - -"]),
        // A client cannot swallow what its proxy adds behind.
        ("for=9.9.9.9;x=\", for=192.0.2.1;proto=\"https\"", ["- - -"]),
        ("for=9.9.9.9;x=\", for=\"[2001:db8::1]\"", ["- - -"]),
    ]

    @Test(arguments: rows)
    func `element by element`(line: String, elements: [String]) {
        let read = ForwardedElement.elements(of: [line])
        #expect(read.map { "\($0.node?.description ?? "-") \($0.proto ?? "-") \($0.host ?? "-")" } == elements)
    }

    @Test func `lines stand behind one another, and a malformed one does not harm the next`() {
        let read = ForwardedElement.elements(of: ["for=192.0.2.1", "for=\"", "for=192.0.2.2, for=192.0.2.3"])
        #expect(read.map(\.node?.description) == ["192.0.2.1", nil, "192.0.2.2", "192.0.2.3"])
    }

    @Test func `random text does no harm`() {
        var generator = SeededGenerator(seed: 9)
        let pieces = ["for", "proto", "host", "=", "=", ";", ",", "\"", "\\", " ", "192.0.2.1", "[::1]", "_x", "é"]
        for _ in 0..<20_000 {
            let text = generator.text(of: pieces, length: 0...20)
            let elements = ForwardedElement.elements(of: [text])
            #expect(elements.count <= text.utf8.count { $0 == UInt8(ascii: ",") } + 1)
        }
    }

    @Test func `what is written with quotes comes back`() {
        var generator = SeededGenerator(seed: 10)
        let pieces = ["a", "\"", "\\", ",", ";", "=", " ", "é"]
        for _ in 0..<5_000 {
            let text = generator.text(of: pieces, length: 0...12)
            let quoted = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            let elements = ForwardedElement.elements(of: ["for=192.0.2.1, host=\"\(quoted)\";proto=https"])
            #expect(elements.count == 2)
            #expect(elements.last?.host == text)
        }
    }

    static let nodes: [(node: String, address: String?)] = [
        ("192.0.2.1", "192.0.2.1"), ("192.0.2.1:80", "192.0.2.1"), ("[::1]", "::1"), ("[::1]:80", "::1"),
        ("::1", "::1"), ("2001:db8::1", "2001:db8::1"), ("192.0.2.1:_x", "192.0.2.1"),
        ("[::ffff:10.0.0.1]:1", "10.0.0.1"),
        ("", nil), (":", nil), (":80", nil), ("192.0.2.1:", nil), ("192.0.2.1: 80", nil), ("[]", nil), ("[::1", nil),
        ("::1]", nil), ("[::1]80", nil), ("[::1]:", nil), ("[192.0.2.1]", nil), ("[192.0.2.1]:80", nil),
        ("[[::1]]", nil), ("unknown", nil), ("_hidden", nil), ("192.0.2.1:80:80", nil), ("a:b", nil), ("[", nil),
    ]

    @Test(arguments: nodes)
    func `a node is an address, with or without a port`(node: String, address: String?) {
        #expect(IPAddress(node: node) == address.flatMap { IPAddress($0) })
    }
}
