import HTTPCookies
import StoreTesting
import Testing

@Suite("Signed texts, at random")
struct SignedTextPropertyTests {
    private static let pieces = [
        "a", "Z", "0", "-", "_", ".", "..", "s:", "%", "%2F", "+", "/", "=", " ", ";", ",", "\"", "\\", "ñ", "e\u{301}",
        "\u{E9}", "😀", "\u{10FFFF}", "\u{FEFF}",
    ]

    private func text(_ random: inout SeededGenerator) -> String {
        guard Bool.random(using: &random) else { return random.text(of: Self.pieces, length: 1...20) }
        return String(decoding: random.bytes(count: 1...40), as: UTF8.self)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `any text comes back from its cookie, under whichever secret it was signed`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let secrets = (0..<Int.random(in: 1...4, using: &random)).map { "\($0)" + self.text(&random) }
            let text = text(&random)
            let past = try CookieSigner(secrets: [try #require(secrets.randomElement(using: &random))])
            let ring = try CookieSigner(secrets: secrets)
            #expect(ring.unsign(past.sign(text)).map { Array($0.utf8) } == Array(text.utf8))
            let line = try SetCookie("id", value: past.cookieValue(for: text)).line
            let fields = CookieFields(["other=1; \(line); id=last"])
            let read = fields.value(named: "id").flatMap(ring.text(fromCookieValue:))
            #expect(read.map { Array($0.utf8) } == Array(text.utf8), "the first cookie of a name counts")
        }
    }

    @Test(arguments: [4, 5, 6] as [UInt64])
    func `any byte that is changed, added or taken away makes it refused`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let signer = try CookieSigner(secrets: ["0" + text(&random), "1" + text(&random)])
            let signed = Array(signer.sign(text(&random)).utf8)
            var changed = signed
            let place = Int.random(in: signed.indices, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: changed[place] = signed[place] &+ UInt8.random(in: 1...255, using: &random)
            case 1: changed.insert(UInt8.random(in: 0...255, using: &random), at: place)
            default: changed.remove(at: place)
            }
            let met = String(decoding: changed, as: UTF8.self)
            guard Array(met.utf8) != signed else { continue }
            #expect(signer.unsign(met) == nil, "\(met.debugDescription)")
        }
    }

    @Test(arguments: [7, 8] as [UInt64])
    func `what one secret signed, another refuses`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let (secret, other, text) = (self.text(&random), self.text(&random), self.text(&random))
            guard !secret.utf8.elementsEqual(other.utf8) else { continue }
            #expect(try CookieSigner(secrets: [other]).unsign(CookieSigner(secrets: [secret]).sign(text)) == nil)
        }
    }

    @Test(arguments: [9, 10] as [UInt64])
    func `no bytes make reading a signed cookie trap, or are taken for one`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let signer = try CookieSigner(secrets: ["a secret"])
        for _ in 0..<1000 {
            let header = "id=s%3A" + random.text(of: Self.pieces + ["%3", "%FF", "%C3"], length: 0...60)
            #expect(CookieFields([header]).value(named: "id").flatMap(signer.text(fromCookieValue:)) == nil)
        }
    }
}
