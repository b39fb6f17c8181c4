import SignIn
import StoreTesting
import Testing

@testable import Tokens

@Suite("A ring of keys") struct TokenKeyRingTests {
    private let old = "an old secret of thirty-two bytes or more"

    @Test func `signs with the first key and verifies with all`() async throws {
        let before = try await Mint(keys: [.hs256(old, id: "2025")])
        let token = try await before.service.issue(to: Mint.ana).access
        let after = try await Mint(keys: [.es256(privateKey: es256PEM(), id: "2026"), .hs256(old, id: "2025")])
        #expect(after.refusal(token) == nil)
        #expect(before.refusal(try await after.service.issue(to: Mint.ana).access) == .unknownKey)
    }

    @Test func `no longer believes a key that was taken out`() async throws {
        let before = try await Mint(keys: [.hs256(old, id: "2025")])
        let token = try await before.service.issue(to: Mint.ana).access
        #expect(try await Mint(keys: [.hs256(Mint.secret, id: "2026")]).refusal(token) == .unknownKey)
        #expect(try await Mint(keys: [.hs256(Mint.secret, id: "2025")]).refusal(token) == .wrongSignature)
    }

    @Test func `says what is wrong with it`() async throws {
        await #expect(throws: TokenKeyError.noKey) { try await TokenKeyRing([]) }
        await #expect(throws: TokenKeyError.repeatedID("a")) {
            try await TokenKeyRing([.hs256(old, id: "a"), .hs256(Mint.secret, id: "a")])
        }
        await #expect(throws: TokenKeyError.cannotSign(id: "a")) {
            try await TokenKeyRing([.es256(publicKey: opensslPublicKey, id: "a")])
        }
        #expect(throws: TokenKeyError.shortSecret(id: "a", byteCount: 31)) {
            try TokenKey.hs256(String(repeating: "x", count: 31), id: "a")
        }
        for id in ["", "a b", "ñ", "a\n", String(repeating: "x", count: 129)] {
            #expect(throws: TokenKeyError.invalidID(id)) { try TokenKey.hs256(old, id: id) }
        }
        for pem in ["", "x", opensslPublicKey] {
            #expect(throws: TokenKeyError.unreadable(id: "a")) { try TokenKey.es256(privateKey: pem, id: "a") }
        }
        #expect(throws: TokenKeyError.unreadable(id: "a")) { try TokenKey.es256(publicKey: es256PEM(), id: "a") }
    }

    @Test func `prints names, and no key`() async throws {
        let pem = es256PEM()
        let keys = try [TokenKey.hs256(old, id: "2025"), .es256(privateKey: pem, id: "2026")]
        let ring = try await TokenKeyRing(keys)
        #expect("\(ring)" == "TokenKeyRing(HS256 2025, ES256 2026)")
        var dumped = ""
        dump(keys, to: &dumped)
        for text in ["\(keys)", String(reflecting: keys), dumped] {
            #expect(!text.contains("old secret") && !text.contains(pem.split(separator: "\n")[1]))
        }
    }
}
