import HTTPCookies
import Testing

@Suite("A signed value that was changed is refused")
struct TamperingTests {
    private let signer: CookieSigner
    private let signed: String

    init() throws {
        signer = try CookieSigner(secrets: ["newest", "keyboard cat"])
        signed = try CookieSigner(secrets: ["keyboard cat"]).sign("K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO")
    }

    private func isRefused(_ text: String) -> Bool {
        signer.unsign(text) == nil && signer.text(fromCookieValue: "s:" + text) == nil
    }

    @Test func `the value itself is taken`() {
        #expect(!isRefused(signed))
    }

    @Test func `every single flipped bit is refused`() {
        let bytes = Array(signed.utf8)
        for place in bytes.indices {
            for bit in 0..<7 {
                var changed = bytes
                changed[place] ^= 1 << bit
                #expect(isRefused(String(decoding: changed, as: UTF8.self)), "bit \(bit) of byte \(place)")
            }
        }
    }

    @Test func `every truncation is refused, at either end`() {
        for length in 0..<signed.utf8.count {
            #expect(isRefused(String(signed.prefix(length))))
            #expect(isRefused(String(signed.suffix(length))))
        }
    }

    @Test(arguments: ["=", " ", "A", ".", "\0", "é"])
    func `anything added is refused`(extra: String) {
        #expect(isRefused(signed + extra))
        #expect(isRefused(extra + signed))
    }

    @Test func `other base64 texts of the same bytes are refused`() throws {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let last = try #require(signed.last.flatMap(alphabet.firstIndex(of:)))
        #expect(last % 4 == 0, "the two unused bits of a text of ours are 0")
        for unused in 1...3 {
            #expect(isRefused(signed.dropLast() + String(alphabet[last + unused])))
        }
    }

    @Test func `the base64url form is refused`() throws {
        let signed = try CookieSigner(secrets: ["keyboard cat"]).sign("sid0")
        #expect(signed.contains("/") && signed.contains("+"))
        #expect(!isRefused(signed))
        #expect(isRefused(signed.replacing("/", with: "_").replacing("+", with: "-")))
    }

    @Test func `a signature of another text is refused`() {
        let signature = signed.suffix(43)
        for text in ["", ".", "K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZ", "k5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO"] {
            #expect(isRefused(text + "." + signature))
        }
    }

    @Test(arguments: ["", ".", "..", "s:", "a", "a.", "a.b"])
    func `what is not signed at all is refused`(text: String) {
        #expect(isRefused(text))
    }

    @Test(arguments: ["", "S:", "s", ":", "s;", " s:", "s: ", "ss:"])
    func `a cookie that does not start with exactly s and a colon is refused`(prefix: String) {
        #expect(signer.text(fromCookieValue: prefix + signed) == nil)
    }

    @Test func `a mark that joins the colon of the prefix is part of the text`() throws {
        let text = "\u{301}id"
        #expect(signer.text(fromCookieValue: "s:" + signer.sign(text)) == text)
        #expect(signer.text(fromCookieValue: "s:\u{301}" + signer.sign("id")) == nil)
    }

    @Test func `a text that Unicode holds to be equivalent is another text`() throws {
        let composed = signer.sign("\u{E9}")
        let signature = composed.suffix(43)
        #expect(isRefused("e\u{301}." + signature))
        #expect(signer.unsign(composed)?.utf8.elementsEqual("\u{E9}".utf8) == true)
    }
}
