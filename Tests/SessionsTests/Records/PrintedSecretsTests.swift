import HTTPCookies
import Sessions
import Testing

@Suite("What is logged cannot be replayed as a cookie")
struct PrintedSecretsTests {
    private func texts(of value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        let all = ["\(value)", String(reflecting: value), String(describing: Optional(value)), "\([value])", dumped]
        #expect(Mirror(reflecting: value).children.isEmpty)
        return all
    }

    @Test func `an id prints its first four characters`() throws {
        let id = try #require(SessionID("K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO"))
        #expect(id.description == "K5Re…")
        #expect(id.debugDescription == "K5Re…")
        for text in texts(of: id) {
            #expect(text.contains("K5Re…"))
            #expect(!text.contains("K5ReU"))
        }
    }

    @Test(arguments: [("😀ñab12345", "😀ñab…"), ("abcdefgh", "abcd…"), ("abc", "abc…")])
    func `a character is a Unicode scalar there`(text: String, printed: String) throws {
        #expect(try #require(SessionID(text)).description == printed)
    }

    @Test func `marks that join one character do not bring the whole id along`() throws {
        let text = "a" + String(repeating: "\u{301}", count: 100)
        let id = try #require(SessionID(text))
        #expect(id.description.unicodeScalars.count == 5)
        #expect(SessionKey(id).description.unicodeScalars.count == 5)
    }

    @Test(arguments: ["K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO", "K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO-and-longer"])
    func `a clear key prints as the id does`(text: String) throws {
        let key = SessionKey(try #require(SessionID(text)))
        for text in texts(of: key) {
            #expect(text.contains("K5Re…"))
            #expect(!text.contains("K5ReU"))
        }
    }

    /// Made by coreutils 9: `printf a | sha256sum` is ca978112ca1bbdca….
    @Test func `a hashed key prints eight hex digits`() throws {
        let key = SessionKey(hashing: try #require(SessionID("a")))
        #expect(key.description == "#ca978112…")
        for text in texts(of: key) {
            #expect(text.contains("#ca978112…"))
            #expect(!text.contains("ca978112ca"))
        }
    }

    @Test func `what holds a key shows no more`() throws {
        let id = try #require(SessionID("K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO"))
        let record = try #require(SessionRecord(json: Array("{}".utf8), expiry: .epoch))
        var dumped = ""
        dump(DirectoryEntry(key: SessionKey(id), record: record), to: &dumped)
        #expect(dumped.contains("K5Re…"))
        #expect(!dumped.contains("K5ReU"))
    }
}
