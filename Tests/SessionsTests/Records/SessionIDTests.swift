import StoreTesting
import Testing

@testable import Sessions

@Suite("A session id")
struct SessionIDTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let words: [UInt64]
        let text: String

        var testDescription: String { text }
    }

    /// Made by uid-safe 2.1.5 from 24 given bytes; here eight bytes a word, the first one lowest.
    @Test(arguments: [
        Vector(words: [0, 0, 0], text: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        Vector(words: [.max, .max, .max], text: "________________________________"),
        Vector(
            words: [0xFFFB_7EFF_FB7E_FFFB, 0xFB7E_FFFB_7EFF_FB7E, 0x7EFF_FB7E_FFFB_7EFF],
            text: "-_9--_9--_9--_9--_9--_9--_9--_9-"),
    ])
    func `24 bytes print as uid-safe prints them`(vector: Vector) {
        #expect(SessionID(bytes: vector.words[0], vector.words[1], vector.words[2]).text == vector.text)
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
