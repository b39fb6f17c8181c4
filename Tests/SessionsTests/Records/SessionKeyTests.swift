import Sessions
import Testing

@Suite("A session key")
struct SessionKeyTests {
    static let texts = [
        "a", "K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZ", "K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO", "K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO0",
        "ñññññññññññññññ", "ññññññññññññññññ", "ñññññññññññññññññ", "😀😀😀😀😀😀😀😀", "e\u{301}", "\u{E9}",
        String(repeating: "x", count: 256),
    ]

    @Test(arguments: texts)
    func `in clear it is the id, byte for byte, whatever its length`(text: String) throws {
        let key = SessionKey(try #require(SessionID(text)))
        guard case .id(let content) = key.content else {
            Issue.record("expected an id, met \(key.content)")
            return
        }
        #expect(Array(content.utf8) == Array(text.utf8))
        #expect(try SessionKey(#require(SessionID(content))) == key)
    }

    /// Made by coreutils 9: `printf %s … | sha256sum`.
    @Test(arguments: [
        ("a", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"),
        ("K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO", "8a6622d6cc303da658927abc8245e9ab1a083903592cbb0bdb0226699b5c9f34"),
        ("ñ", "024bb90888ca89a15a19e9bdd8c712bfb070465fce1ef25e43c170ea44fc5e5f"),
    ])
    func `hashed it is the SHA-256 of the id's UTF-8`(text: String, hex: String) throws {
        let key = SessionKey(hashing: try #require(SessionID(text)))
        guard case .digest(let bytes) = key.content else {
            Issue.record("expected a digest, met \(key.content)")
            return
        }
        #expect(bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() == hex)
        #expect(SessionKey(digest: bytes) == key)
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func `a digest of another length is none`(count: Int) {
        #expect(SessionKey(digest: Array(repeating: 1, count: count)) == nil)
    }

    @Test func `each form makes its own key`() throws {
        let id = try #require(SessionID("K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO"))
        #expect(SessionKey(id, .clear) == SessionKey(id))
        #expect(SessionKey(id, .hashed) == SessionKey(hashing: id))
        #expect(SessionKey(id) != SessionKey(hashing: id))
    }

    @Test func `an id whose bytes are a digest's is not that digest`() throws {
        let id = try #require(SessionID("K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO"))
        let digest = try #require(SessionKey(digest: id.text.utf8))
        #expect(SessionKey(id) != digest)
        #expect(digest.content == .digest(Array(id.text.utf8)))
    }

    @Test func `different ids make different keys, in both forms`() throws {
        let ids = try Self.texts.map { try #require(SessionID($0)) }
        #expect(Set(ids.map { SessionKey($0) }).count == ids.count)
        #expect(Set(ids.map { SessionKey(hashing: $0) }).count == ids.count)
    }

    @Test func `it stands inline in 33 bytes`() {
        #expect(MemoryLayout<SessionKey>.size == 33)
    }
}
