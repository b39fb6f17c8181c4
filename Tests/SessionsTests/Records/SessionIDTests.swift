import ExpressFixtures
import StoreTesting
import Testing

@testable import Sessions

@Suite("A session id")
struct SessionIDTests {
    /// Eight bytes a word, the first one lowest.
    @Test(arguments: ExpressVectors.identifyings)
    func `24 bytes print as uid-safe prints them`(vector: ExpressVectors.Identifying) throws {
        let digits = Array(vector.bytesHex)
        let bytes = try stride(from: 0, to: digits.count, by: 2).map { place in
            try #require(UInt64(String(digits[place...place + 1]), radix: 16))
        }
        try #require(bytes.count == 24)
        let words = [0, 8, 16].map { start in (0..<8).reduce(0 as UInt64) { $0 | bytes[start + $1] << UInt64($1 * 8) } }
        #expect(SessionID(bytes: words[0], words[1], words[2]).text == vector.sid)
    }

    /// Made by Node 20.20.2: `Buffer.from([0, 1, 2, …, 23]).toString("base64url")`.
    @Test func `the bytes of a word go from the lowest up`() {
        let id = SessionID(bytes: 0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908, 0x1716_1514_1312_1110)
        #expect(id.text == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX")
    }

    @Test func `a random id takes 192 bits of the generator, in order`() {
        var random = SeededGenerator(seed: 7)
        var same = SeededGenerator(seed: 7)
        let id = SessionID.random(using: &random)
        #expect(id == SessionID(bytes: same.next(), same.next(), same.next()))
        #expect(random.next() == same.next())
    }

    @Test func `C-17: no two of many random ids are alike, and each is 32 characters of base64url`() {
        var random = SystemRandomNumberGenerator()
        let ids = (0..<10_000).map { _ in SessionID.random(using: &random) }
        #expect(Set(ids).count == ids.count)
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        #expect(ids.allSatisfy { $0.text.utf8.count == 32 && alphabet.isSuperset(of: $0.text.utf8) })
    }

    @Test(arguments: [
        "a", " ", "a.b.c", "ñ", "😀", "../../etc", "sess:1", "%00", "\u{80}", String(repeating: "x", count: 256),
    ])
    func `whatever text Express's genid may make is an id`(text: String) {
        #expect(SessionID(text)?.text == text)
    }

    @Test(arguments: [
        "", "\0", "a\0", "a\n", "\r\n", "\ta", "\u{1F}", "a\u{7F}", String(repeating: "x", count: 257),
        String(repeating: "ñ", count: 129),
    ])
    func `a text that is empty, too long or has control characters is none`(text: String) {
        #expect(SessionID(text) == nil)
    }

    @Test func `ids are compared by their bytes`() throws {
        let composed = try #require(SessionID("\u{E9}"))
        let decomposed = try #require(SessionID("e\u{301}"))
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed, composed]).count == 2)
    }
}
