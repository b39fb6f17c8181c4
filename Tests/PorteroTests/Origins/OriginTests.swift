import StoreTesting
import Testing

@testable import Portero

@Suite("An origin") struct OriginTests {
    static let rows: [(text: String, printed: String)] = [
        ("https://app.example.com", "https://app.example.com"), ("HTTPS://APP.Example.COM", "https://app.example.com"),
        ("https://app.example.com:443", "https://app.example.com"), ("http://localhost:80", "http://localhost"),
        ("http://localhost:5173", "http://localhost:5173"), ("http://example.com:443", "http://example.com:443"),
        ("https://192.0.2.1:8443", "https://192.0.2.1:8443"), ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://[2001:DB8:0:0:0:0:0:1]", "https://[2001:db8::1]"),
        ("https://xn--espaa-rta.example", "https://xn--espaa-rta.example"),
        ("https://[::ffff:192.0.2.1]", "https://[::ffff:c000:201]"),
    ]

    @Test(arguments: rows)
    func `prints as browsers write it, and equals what it prints as`(text: String, printed: String) throws {
        let origin = try #require(Origin(text))
        #expect(origin.description == printed)
        #expect(Origin(printed) == origin)
    }

    @Test(arguments: [
        "", "null", "*", "https://", "https://*", "https://*.example.com", "example.com", "//example.com",
        "https:/example.com", "https:example.com", "https://example.com/", "https://example.com/path",
        "https://example.com?q", "https://example.com#f", "https://user@example.com", "https://example.com:",
        "https://example.com:x", "https://example.com:65536", "https://exa mple.com", " https://example.com",
        "https://example.com,https://evil.example", "ftp://example.com", "file://", "chrome-extension://abc",
        "https://españa.example", "https://[::1", "https://::1", "https://[192.0.2.1]", "https://example.com\0",
        "https://https://example.com",
    ])
    func `is nothing else`(text: String) {
        #expect(Origin(text) == nil)
    }

    @Test(arguments: [
        ("https://a.example", ["https://a.example"]),
        ("https://a.example, http://localhost:5173", ["https://a.example", "http://localhost:5173"]),
        (" HTTPS://A.example:443 ,https://b.example", ["https://a.example", "https://b.example"]),
    ])
    func `stands in a list, exactly`(list: String, origins: [String]) throws {
        let trusted = try TrustedOrigins(list)
        for origin in origins { #expect(trusted.contains(try #require(Origin(origin)))) }
        for other in ["http://a.example", "https://a.example:8443", "https://x.a.example", "https://a.example.evil"] {
            #expect(!trusted.contains(try #require(Origin(other))))
        }
        #expect(!trusted.isEmpty && TrustedOrigins.none.isEmpty)
    }

    @Test(arguments: [
        ("", ""), ("https://a.example,", ""), ("*", "*"), ("null", "null"),
        ("https://a.example/", "https://a.example/"),
        ("https://a.example https://b.example", "https://a.example https://b.example"),
        ("https://a.example, a.example", "a.example"), ("https://*.example.com", "https://*.example.com"),
    ])
    func `that is none in a list says what was met and what was expected`(list: String, met: String) {
        let error = #expect(throws: MalformedList.self) { try TrustedOrigins(list) }
        #expect(error?.met == met)
        #expect(error?.description.hasPrefix("a list has \"\(met)\", expected an origin such as https://") == true)
    }

    static let own: [(origin: String, host: String?, isSecure: Bool, isOwn: Bool)] = [
        ("https://example.com", "example.com", true, true), ("https://example.com", "example.com", false, true),
        ("http://example.com", "example.com", false, true), ("http://example.com", "example.com", true, false),
        ("https://example.com", nil, false, false), ("https://example.com", "", false, false),
        ("https://example.com", "example.com:443", true, true), ("https://example.com", "example.com:80", false, false),
    ]

    @Test(arguments: own)
    func `is the app's own by host, port, and scheme where the connection is known to be secure`(
        origin: String, host: String?, isSecure: Bool, isOwn: Bool
    ) throws {
        #expect(try #require(Origin(origin)).isOwn(of: Client(isSecure: isSecure, host: host)) == isOwn)
    }
}
