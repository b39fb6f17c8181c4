import SignIn
import Testing

@Suite("A return path stays on this host and off /auth/") struct ReturnPathTests {
    struct Row: CustomTestStringConvertible {
        let input: String
        let expected: String
        var testDescription: String { input.debugDescription }

        init(_ input: String, _ expected: String? = nil) {
            self.input = input
            self.expected = expected ?? input
        }
    }

    static let accepted = [
        Row("/"), Row("/account"), Row("/account/"), Row("/a/b/c"), Row("/authors"), Row("/author/auth/"),
        Row("/a/auth"), Row("/authentication?x=1"), Row("/.well-known/x"), Row("/..."), Row("/a..b"), Row("/.a/"),
        Row("/~user/$x;y=1"), Row("/user@evil.example"), Row("/http:evil.example"), Row("/a:b"),
        Row("/a%2Fb"), Row("/100%25"), Row("/caf%C3%A9"), Row("/%252561"),
        Row("/?"), Row("/?a=1&b=2"), Row("/p?next=//evil.example"), Row("/p?u=https://evil.example/"),
        Row("/p?q=../.."), Row("/p?a?b"), Row("/p?q=%5C"), Row("/p?q=/auth/logout"),
        Row("/niños", "/ni%C3%B1os"), Row("/p?q=ñ", "/p?q=%C3%B1"), Row("/a b", "/a%20b"), Row("/a ", "/a%20"),
        Row("/p?f[a]={\"x\"}", "/p?f%5Ba%5D=%7B%22x%22%7D"), Row("/<b>|^`", "/%3Cb%3E%7C%5E%60"),
        Row("/／evil.example", "/%EF%BC%8Fevil.example"),
    ]

    @Test(arguments: accepted)
    func `a path on this host is kept, as a Location field can carry it`(row: Row) {
        #expect(ReturnPath(row.input)?.text == row.expected)
    }

    @Test(arguments: accepted)
    func `a normalised path is its own normal form`(row: Row) {
        #expect(ReturnPath(row.expected)?.text == row.expected)
    }

    @Test(
        arguments: [
            "", " ", "account", "./account", "../account", "?a=1", "#top", "%2F", " /account", "\u{FEFF}/account",
            "https://evil.example", "https:/evil.example", "https:evil.example", "HTTPS://evil.example/",
            "//evil.example",
            "javascript:alert(1)", "data:text/html,x", "\u{1}javascript:alert(1)", "java\nscript:alert(1)",
            "mailto:a@b",
        ].map { Row($0) })
    func `what does not start with a slash is refused`(row: Row) {
        #expect(ReturnPath(row.input) == nil)
    }

    @Test(
        arguments: [
            "//", "///", "//evil.example", "///evil.example", "////evil.example/", "//evil.example/%2e%2e",
            "//@evil.example",
            "//evil。example", "//[::1]/", "/a//b", "/a//", "/a//evil.example", "/;//evil.example", "/;/evil.example",
            "/%2fevil.example", "/%2Fevil.example", "/%2f%2fevil.example", "/a%2f%2fb", "/a/%2fb", "/a%2f/b",
            "/%252fevil.example", "/%25252fevil.example", "/%2525252fevil.example", "/%c0%afevil.example",
            "/%e0%80%afevil.example", "/%25c0%25afevil.example",
        ].map { Row($0) })
    func `an empty segment is refused in every spelling`(row: Row) {
        #expect(ReturnPath(row.input) == nil)
    }

    @Test(
        arguments: [
            "\\evil.example", "\\\\evil.example", "/\\evil.example", "/\\/evil.example", "\\/evil.example", "/a\\b",
            "/%5cevil.example", "/%5Cevil.example", "/%5c%5cevil.example", "/a%5cb", "/%255cevil.example", "/a/..\\b",
            "/p?q=\\", "/\\\\@evil.example",
        ].map { Row($0) })
    func `a backslash is refused in every spelling`(row: Row) {
        #expect(ReturnPath(row.input) == nil)
    }

    @Test(
        arguments: [
            "/\t/evil.example", "/\n/evil.example", "/\r\n/evil.example", "/\r\nSet-Cookie: a=b", "/a\0b", "/a\u{7F}",
            "/a\u{85}b", "/\u{1F}", "/p?q=\r\nSet-Cookie: a=b", "/p?q=\0", "/%0d%0aSet-Cookie:%20a=b",
            "/%0aSet-Cookie: a=b",
            "/%00", "/a%7f", "/%09/evil.example", "/%250d%250aSet-Cookie", "/p?q=%0d%0aSet-Cookie:%20a=b", "/p?q=%00",
            "\t/a",
        ].map { Row($0) })
    func `a control character is refused in every spelling`(row: Row) {
        #expect(ReturnPath(row.input) == nil)
    }

    @Test(
        arguments: [
            "/.", "/..", "/./", "/../", "/a/..", "/a/.", "/a/../b", "/a/./b", "/..//evil.example", "/.//evil.example",
            "/%2e", "/%2E%2e", "/.%2e/b", "/%2e./b", "/a/%2e%2e/b", "/a%2f..%2fb", "/a/..%2f", "/%252e%252e/b",
            "/..;/b", "/a/..;x=1/b", "/.;/b", "/%2e%2e;/b", "/a/%2e%2e%3bx/b", "/%252e%252e%253b/b",
        ].map { Row($0) })
    func `a dot segment is refused in every spelling`(row: Row) {
        #expect(ReturnPath(row.input) == nil)
    }

    @Test(
        arguments: [
            "/auth", "/auth/", "/auth/signin", "/auth/logout", "/auth?x=1", "/auth/logout?return=/", "//auth/logout",
            "//auth//logout", "/Auth/", "/AUTH/logout", "/aUtH", "/%61uth/logout", "/a%75th", "/%41%55%54%48",
            "/%2561uth/x",
            "/%252561uth/x", "/auth;x/logout", "/auth;", "/auth%3bx/logout", "/auth%3Bx", "/auth%2flogout",
            "/auth/..%2f",
            "/./auth/logout", "/a/../auth/logout", "/%2e/auth/logout", "/auth%00/logout", "/auth\\logout",
            "/auth%5clogout",
            "/%25zz/%252e%252e/auth/logout",
        ].map { Row($0) })
    func `a page under auth is refused in every spelling`(row: Row) {
        #expect(ReturnPath(row.input) == nil)
    }

    @Test(
        arguments: [
            "/#top", "/a#", "/a?b#c", "/%", "/a%2", "/a%zz", "/%u002f", "/p?q=100%", "/p?q=%f", "/%ff", "/ni%F1os",
            "/%25252561",
        ].map { Row($0) })
    func `a fragment, broken or too deep encoding and what is no UTF-8 are refused`(row: Row) {
        #expect(ReturnPath(row.input) == nil)
    }

    @Test func `a path has at most 2048 bytes, counted as it is sent`() {
        let room = String(repeating: "a", count: 2045)
        #expect(ReturnPath("/" + room + "aa")?.text.utf8.count == 2048)
        #expect(ReturnPath("/" + room + "aaa") == nil)
        #expect(ReturnPath("/" + room + " ") == nil, "one space is sent as three bytes")
        #expect(ReturnPath("/" + String(repeating: "/", count: 1 << 20)) == nil)
    }

    @Test func `the root is the home page`() {
        #expect(ReturnPath.root.text == "/")
        #expect(ReturnPath.root == ReturnPath("/"))
        #expect("\(ReturnPath.root)" == "/")
    }

    @Test func `whatever is accepted, a browser resolves to this host and to the very same path`() {
        var generator = SplitMix(state: 20_240_917)
        var acceptedCount = 0
        for _ in 0..<20_000 {
            let input = (generator.next() % 8 == 0 ? "" : "/") + Self.text(using: &generator)
            guard let path = ReturnPath(input) else { continue }
            acceptedCount += 1
            let resolved = BrowserURL(resolving: path.text)
            #expect(resolved.host == nil, "\(input.debugDescription) leads to another host")
            #expect(resolved.text == path.text, "\(input.debugDescription) is rewritten by a browser")
            #expect(!Self.isUnderAuth(path.text), "\(input.debugDescription) is under /auth/")
            #expect(path.text.utf8.allSatisfy { (0x21...0x7E).contains($0) })
            #expect(ReturnPath(path.text) == path)
        }
        #expect(acceptedCount > 1000)
    }

    private static func text(using generator: inout SplitMix) -> String {
        let pieces = [
            "/", "/", "\\", "%2f", "%2F", "%5c", "..", ".", "%2e", "%2E", "auth", "AUTH", "%61uth", "%2561uth", ";",
            "%3b",
            "?", "%3f", "#", "%23", "%25", "%252f", "%252e", "\t", "\n", "\r", " ", "%20", "@", ":", "evil.example",
            "ñ",
            "a", "b", "c", "%", "%0d%0a", "javascript:", "%c0%af", "\u{85}", "／", "&", "=", "https:", "%zz", "%C3%B1",
        ]
        return (0...generator.next() % 7).map { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }.joined()
    }

    /// Decodes until nothing is left to decode, and says whether any stage is a path below `/auth`.
    private static func isUnderAuth(_ text: String) -> Bool {
        var stage = String(text.prefix { $0 != "?" })
        while true {
            let first = stage.split(separator: "/").first.map { $0.lowercased() } ?? ""
            if first == "auth" || first.hasPrefix("auth;") { return true }
            var next = stage
            for code in "authAUTH/.;%".utf8 {
                let hex = String(code, radix: 16)
                let character = String(UnicodeScalar(code))
                next = next.replacing("%" + hex, with: character)
                next = next.replacing("%" + hex.uppercased(), with: character)
            }
            if next == stage { return false }
            stage = next
        }
    }
}

/// What a browser makes of a reference found at `https://host/`.
///
/// Source: URL Standard, section 4.4, from "no scheme state" for a special base URL.
private struct BrowserURL {
    /// The host that the reference names; `nil`: the base URL's.
    let host: String?
    let text: String

    init(resolving reference: String) {
        let scalars = reference.unicodeScalars.drop { $0.value <= 0x20 }.filter {
            !"\t\n\r".unicodeScalars.contains($0)
        }
        let isSlash = { (scalar: UnicodeScalar) in scalar == "/" || scalar == "\\" }
        let start = scalars.prefix(2)
        if start.count == 2, start.allSatisfy(isSlash) {
            let rest = scalars.drop(while: isSlash)
            host = String(String.UnicodeScalarView(rest.prefix { !isSlash($0) }))
            text = ""
            return
        }
        if let scheme = Self.scheme(scalars) {
            host = scheme
            text = ""
            return
        }
        host = nil
        let path = scalars.prefix { $0 != "?" && $0 != "#" }
        var segments: [String] = []
        let pieces = path.dropFirst(start.first.map(isSlash) == true ? 1 : 0)
            .split(omittingEmptySubsequences: false, whereSeparator: isSlash)
        for (place, piece) in pieces.enumerated() {
            let segment = String(String.UnicodeScalarView(piece))
            let dots = segment.lowercased().replacing("%2e", with: ".")
            if dots == ".." { _ = segments.popLast() }
            if dots != "." && dots != ".." {
                segments.append(segment)
            } else if place == pieces.count - 1 {
                segments.append("")
            }
        }
        text = "/" + segments.joined(separator: "/") + String(String.UnicodeScalarView(scalars.dropFirst(path.count)))
    }

    private static func scheme(_ scalars: some Collection<UnicodeScalar>) -> String? {
        guard let colon = scalars.firstIndex(of: ":"), let first = scalars.first, first.properties.isAlphabetic else {
            return nil
        }
        let name = scalars[..<colon]
        guard name.allSatisfy({ $0.isASCII && ($0.properties.isAlphabetic || "0123456789+-.".contains(Character($0))) })
        else { return nil }
        return String(String.UnicodeScalarView(name))
    }
}

private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
