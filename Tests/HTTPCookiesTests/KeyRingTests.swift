import Crypto
import Foundation
import HTTPCookies
import StoreTesting
import Testing

@Suite("The ring of secrets")
struct KeyRingTests {
    private let old = "first secret"
    private let new = "second secret"

    @Test func `the newest secret, which is the first of the list, signs`() throws {
        let ring = try CookieSigner(secrets: [new, old])
        #expect(try ring.sign("id") == CookieSigner(secrets: [new]).sign("id"))
        #expect(try ring.sign("id") != CookieSigner(secrets: [old]).sign("id"))
    }

    @Test(arguments: 0..<4)
    func `every secret of the ring verifies`(place: Int) throws {
        let secrets = ["d", "c", "b", "a"]
        let signed = try CookieSigner(secrets: [secrets[place]]).sign("id")
        #expect(try CookieSigner(secrets: secrets).unsign(signed) == "id")
    }

    @Test(arguments: 0..<4)
    func `a secret that was removed verifies no longer`(place: Int) throws {
        let secrets = ["d", "c", "b", "a"]
        let signed = try CookieSigner(secrets: [secrets[place]]).sign("id")
        let kept = secrets.filter { $0 != secrets[place] }
        #expect(try CookieSigner(secrets: kept).unsign(signed) == nil)
    }

    @Test func `secrets are bytes, and a text stands for its UTF-8`() throws {
        let text = "contraseña 😀"
        let fromBytes = try CookieSigner(secrets: [Array(text.utf8)])
        #expect(try fromBytes.sign("id") == CookieSigner(secrets: [text]).sign("id"))
        let notText = try CookieSigner(secrets: [[0xFF, 0x00, 0xC3]])
        #expect(notText.unsign(notText.sign("id")) == "id")
    }

    /// A block of SHA-256 has 64 bytes, of which the length takes 8; a longer key is hashed first.
    @Test(arguments: [0, 1, 31, 32, 55, 56, 63, 64, 65, 119, 120, 128, 1000])
    func `a signature is swift-crypto's HMAC-SHA256, however long secret and text are`(length: Int) throws {
        var random = SeededGenerator(seed: UInt64(length))
        for size in 1...200 {
            let key = random.bytes(count: size...size)
            let text = String(decoding: random.bytes(count: length...length).map { $0 & 0x7F }, as: UTF8.self)
            let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key))
            let signed = text + "." + Data(code).base64EncodedString().dropLast()
            let signer = try CookieSigner(secrets: [key])
            #expect(signer.sign(text) == signed, "a secret of \(size) bytes")
            #expect(signer.unsign(signed) == text, "a secret of \(size) bytes")
        }
    }

    @Test func `one signer signs any number of texts alike`() throws {
        let signer = try CookieSigner(secrets: [new, old])
        let first = signer.sign("id")
        for text in ["", "a", String(repeating: "x", count: 500)] {
            #expect(signer.unsign(signer.sign(text)) == text)
        }
        #expect(signer.sign("id") == first)
    }

    @Test func `an empty list is an error`() {
        #expect(throws: CookieSigner.Failure.noSecret) { try CookieSigner(secrets: [String]()) }
        #expect(throws: CookieSigner.Failure.noSecret) { try CookieSigner(secrets: [[UInt8]]()) }
    }

    @Test(arguments: [(["", "b"], 0), (["a", ""], 1), ([""], 0), (["a", "b", "", ""], 2)])
    func `an empty secret is an error that names its place`(secrets: [String], place: Int) {
        #expect(throws: CookieSigner.Failure.emptySecret(at: place)) { try CookieSigner(secrets: secrets) }
        let bytes = secrets.map { Array($0.utf8) }
        #expect(throws: CookieSigner.Failure.emptySecret(at: place)) { try CookieSigner(secrets: bytes) }
    }
}
