import HTTPCookies
import Testing

@Suite("A cookie that no browser would take is refused")
struct SetCookieRefusalTests {
    @Test(arguments: [
        "a b", " a", "a ", "a=b", "a;", "a,b", "a\tb", "a\r\nb", "\0", "\u{7F}", "\"a\"", "ñ", "a\u{301}", "a/b", "a:b",
        "(a)", "<a>", "[a]", "{a}", "a@b", "a?", "a\\b",
    ])
    func `C-1: a name that is no token`(name: String) {
        #expect(throws: CookieError.invalidName(name)) { try SetCookie(name, value: "b") }
        #expect(throws: CookieError.invalidName(name)) { try SetCookie.expiring(name, attributes: []) }
    }

    @Test(arguments: ["!#$%&'*+-.^_`|~", "azAZ09", "connect.sid", "__Host", "0"])
    func `C-1: a token is a name`(name: String) throws {
        #expect(try SetCookie(name, value: "b").line == name + "=b")
    }

    @Test func `C-2: the empty name`() {
        #expect(throws: CookieError.invalidName("")) { try SetCookie("", value: "b") }
        #expect(throws: CookieError.invalidName("")) { try SetCookie.expiring("", attributes: []) }
    }

    @Test func `C-1: a value takes the cookie-octets of the grammar, and no other byte`() {
        let octets = [0x21...0x21, 0x23...0x2B, 0x2D...0x3A, 0x3C...0x5B, 0x5D...0x7E].flatMap(Array.init)
        for scalar in (0...0x250).compactMap(UnicodeScalar.init) {
            let value = "b" + String(Character(scalar))
            if octets.contains(Int(scalar.value)) {
                #expect(throws: Never.self) { try SetCookie("a", value: value) }
            } else {
                #expect(throws: CookieError.invalidValue(name: "a")) { try SetCookie("a", value: value) }
            }
        }
    }

    static let repeats: [[CookieAttribute]] = [
        [.path("/"), .httpOnly, .path("/")], [.domain("a"), .domain("b")], [.secure, .secure], [.httpOnly, .httpOnly],
        [.maxAge(1), .maxAge(2)], [.expires(.epoch), .secure, .expires(.epoch)], [.sameSite(.lax), .sameSite(.strict)],
        [.priority(.low), .priority(.high)], [.secure, .partitioned, .partitioned],
    ]

    @Test(arguments: repeats)
    func `C-4: an attribute given twice`(attributes: [CookieAttribute]) throws {
        let error = try #require(throws: CookieError.self) { try CookieAttributes(attributes) }
        guard case .repeatedAttribute = error else {
            Issue.record("expected a repeated attribute, met \(error)")
            return
        }
    }

    @Test(arguments: [
        "", ".", "..a", "a..b", "a.", "-a", "a-", "a.-b", "a_b", "a b", " a", "a;", "a,b", "a\r\n", "ñ", "a:80",
        "\"a\"",
        "a/b", ".a\u{301}", String(repeating: "a", count: 64),
    ])
    func `C-4: a domain that is no host name`(domain: String) {
        #expect(throws: CookieError.invalidDomain(domain)) { try CookieAttributes([.domain(domain)]) }
    }

    @Test(arguments: [
        "", "a", " /", "/ ", "/a ", "/;", "/a;b", "/\t", "/\r\n", "/\0", "/\u{7F}", "/ñ", "/\u{301}", "*",
    ])
    func `C-4: a path with a control character, a semicolon or a blank at an end`(path: String) {
        #expect(throws: CookieError.invalidPath(path)) { try CookieAttributes([.path(path)]) }
    }

    @Test func `SameSite=None and Partitioned without Secure`() {
        #expect(throws: CookieError.needsSecure("SameSite=None")) { try CookieAttributes([.sameSite(.none)]) }
        #expect(throws: CookieError.needsSecure("Partitioned")) { try CookieAttributes([.partitioned]) }
    }

    @Test func `C-14: a name and value of more than 4096 bytes`() throws {
        let value = String(repeating: "v", count: 4092)
        #expect(try SetCookie("name", value: value).line.utf8.count == 4097)
        #expect(throws: CookieError.tooLong(name: "names", bytes: 4097)) { try SetCookie("names", value: value) }
        #expect(throws: CookieError.tooLong(name: "name", bytes: 4097)) { try SetCookie("name", value: value + "v") }
        let long = String(repeating: "n", count: 4097)
        #expect(throws: CookieError.tooLong(name: long, bytes: 4097)) { try SetCookie.expiring(long, attributes: []) }
    }

    @Test func `C-14: an attribute's value of more than 1024 bytes`() throws {
        let path = "/" + String(repeating: "p", count: 1023)
        let domain = String(repeating: "d23456789.", count: 102) + "abcd"
        let attributes = try CookieAttributes([.path(path), .domain(domain)])
        #expect(try SetCookie("a", value: "", attributes: attributes).line.utf8.count == 2 + 7 + 1024 + 9 + 1024)
        #expect(throws: CookieError.invalidPath(path + "p")) { try CookieAttributes([.path(path + "p")]) }
        #expect(throws: CookieError.invalidDomain(domain + "e")) { try CookieAttributes([.domain(domain + "e")]) }
    }

    @Test func `an error says what was met and what was expected, but no value`() {
        #expect("\(CookieError.tooLong(name: "a", bytes: 5000))".contains("5000 bytes, expected at most 4096"))
        #expect("\(CookieError.invalidName("a b"))".contains("\"a b\": expected letters"))
        #expect("\(CookieError.invalidValue(name: "a"))".hasPrefix("value of cookie \"a\": expected no blank"))
        #expect("\(CookieError.repeatedAttribute("Path"))" == "attribute Path given twice, expected once")
        #expect("\(CookieError.invalidDomain("a_b"))".hasPrefix("Domain \"a_b\": expected a host name"))
        #expect("\(CookieError.invalidPath("a"))".hasPrefix("Path \"a\": expected \"/\""))
        #expect("\(CookieError.needsSecure("Partitioned"))".hasPrefix("Partitioned: expected Secure beside it"))
        #expect("\(CookieError.prefixUnmet("__Host-a", "Path=/"))" == "cookie \"__Host-a\": its prefix asks for Path=/")
    }
}
