import HTTPCookies
import Testing

@Suite("A signer shows no secret")
struct SignerSecrecyTests {
    private let secrets = ["correct horse", "battery staple"]

    @Test func `it prints how many secrets it has, and nothing else`() throws {
        let signer = try CookieSigner(secrets: secrets)
        #expect(String(describing: signer) == "CookieSigner(2 secrets)")
        #expect(String(reflecting: signer) == "CookieSigner(2 secrets)")
        #expect("\([signer])" == "[CookieSigner(2 secrets)]")
    }

    @Test func `one secret is counted in the singular`() throws {
        #expect(try CookieSigner(secrets: ["only"]).description == "CookieSigner(1 secret)")
    }

    @Test func `a dump goes no deeper`() throws {
        let signer = try CookieSigner(secrets: secrets)
        var text = ""
        dump(signer, to: &text)
        #expect(text == "- CookieSigner(2 secrets)\n")
        #expect(Mirror(reflecting: signer).children.isEmpty)
    }

    @Test func `an error tells a place, not a secret`() {
        #expect(throws: CookieSigner.Failure.emptySecret(at: 2)) { try CookieSigner(secrets: secrets + [""]) }
        #expect("\(CookieSigner.Failure.emptySecret(at: 2))" == "secret 3 is empty, expected at least one byte")
        #expect("\(CookieSigner.Failure.noSecret)" == "no secret, expected at least one")
    }
}
