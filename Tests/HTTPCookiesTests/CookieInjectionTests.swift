import HTTPCookies
import StoreTesting
import Testing

@Suite("No text can add anything to a Set-Cookie line")
struct CookieInjectionTests {
    private static let pieces = [
        "a", "Z", "9", "-", ".", "/", "/", "=", ";", "; Secure", "\r", "\n", "\r\n", ",", "\"", "\\", " ", "\t", "\0",
        "\u{7F}",
        "\u{85}", "ñ", "\u{301}", "😀", "\u{FF1B}", "Domain=", "__Host-", "%3B", "\u{2028}",
    ]

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `C-1, C-4: what is not refused reads back as it was given`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var taken = 0
        for _ in 0..<4000 {
            let name = random.text(of: Self.pieces, length: 0...2)
            let value = random.text(of: Self.pieces, length: 0...3)
            let path = "/" + random.text(of: Self.pieces, length: 0...2)
            let domain = random.text(of: Self.pieces, length: 0...3)
            let cases: [[CookieAttribute]] = [[], [.path(path)], [.domain(domain)], [.path(path), .domain(domain)]]
            for attributes in cases {
                guard let line = try? SetCookie(name, value: value, attributes: CookieAttributes(attributes)).line
                else { continue }
                taken += 1
                try check(line, name: name, value: value, attributes)
            }
        }
        #expect(taken > 100, "some are taken")
    }

    @Test(arguments: [4, 5] as [UInt64])
    func `every single bad byte is refused wherever it stands`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for bad in [";", "\r", "\n", "\0", "\u{7F}", "\t", "ñ", "\u{85}", "\u{1F}"] {
            for _ in 0..<20 {
                var text = random.text(of: ["a", "b", "1"], length: 0...8)
                let place = Int.random(in: 0...text.count, using: &random)
                text.insert(contentsOf: bad, at: text.index(text.startIndex, offsetBy: place))
                #expect(throws: CookieError.invalidName(text)) { try SetCookie(text, value: "v") }
                #expect(throws: CookieError.invalidValue(name: "n")) { try SetCookie("n", value: text) }
                #expect(throws: CookieError.invalidDomain(text)) { try CookieAttributes([.domain(text)]) }
                #expect(throws: CookieError.invalidPath("/" + text)) { try CookieAttributes([.path("/" + text)]) }
            }
        }
    }

    @Test(arguments: [",", "\"", " ", "\\"])
    func `commas, quotes, blanks and backslashes are neither in a name nor in a value`(bad: String) {
        for text in [bad, "a" + bad, bad + "a", "a\(bad)b"] {
            #expect(throws: CookieError.invalidName(text)) { try SetCookie(text, value: "v") }
            #expect(throws: CookieError.invalidValue(name: "n")) { try SetCookie("n", value: text) }
        }
    }

    /// Reads the line as a browser does.
    ///
    /// Source: RFC 6265bis section 5.6.
    private func check(_ line: String, name: String, value: String, _ attributes: [CookieAttribute]) throws {
        #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(line.debugDescription)")
        let parts = line.split(separator: ";", omittingEmptySubsequences: false).map { part in
            part.drop { $0 == " " }
        }
        let pair = try #require(parts.first).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        #expect(pair.map(String.init) == [name, value])
        let expected = attributes.map { attribute in
            switch attribute {
            case .path(let path): "Path=" + path
            case .domain(let domain): "Domain=" + domain
            default: "not in this test"
            }
        }
        #expect(parts.dropFirst().map(String.init) == expected)
    }
}
