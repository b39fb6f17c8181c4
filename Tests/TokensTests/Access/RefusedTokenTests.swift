import HTTPCookies
import JWTKit
import SignIn
import StoreTesting
import Testing

@testable import Tokens

/// Requirement A4-3.5.3: stateless tokens resist tampering, null ciphers and key substitution.
@Suite("What is no access token of ours gives no access (A4-3.5.3)") struct RefusedTokenTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let refusal: AccessTokenRefusal?

        init(_ description: String, _ forge: Forge, _ refusal: AccessTokenRefusal?) {
            self.init(description, forge.token, refusal)
        }

        init(_ description: String, _ text: String, _ refusal: AccessTokenRefusal?) {
            testDescription = description
            self.text = text
            self.refusal = refusal
        }
    }

    @Test(arguments: headers + claims + texts)
    func `each for its own reason`(row: Row) async throws {
        let mint = try await Mint()
        #expect(mint.refusal(row.text) == row.refusal)
        let user = try await mint.user(of: row.text)
        #expect((user == nil) == (row.refusal != nil))
    }

    private static let forge = Forge()

    private static let headers: [Row] = [
        Row("the forge's own, as a proof that it forges well", forge, nil),
        Row("alg none", forge.with(header: "alg", #""none""#), .wrongAlgorithm),
        Row("alg None", forge.with(header: "alg", #""None""#), .wrongAlgorithm),
        Row("alg hs256 in small letters", forge.with(header: "alg", #""hs256""#), .wrongAlgorithm),
        Row("alg HS512", forge.with(header: "alg", #""HS512""#), .wrongAlgorithm),
        Row("alg ES256 under the name of an HMAC key", forge.with(header: "alg", #""ES256""#), .wrongAlgorithm),
        Row("no alg", forge.with(header: "alg", nil), .unknownKey),
        Row("alg is null", forge.with(header: "alg", "null"), .unknownKey),
        Row("alg is a list", forge.with(header: "alg", #"["HS256"]"#), .unknownKey),
        Row("no kid, where JWTKit would take its default key", forge.with(header: "kid", nil), .unknownKey),
        Row("unknown kid, where JWTKit would too", forge.with(header: "kid", #""hs-2""#), .unknownKey),
        Row("kid is a number", forge.with(header: "kid", "1"), .unknownKey),
        Row("empty kid", forge.with(header: "kid", #""""#), .unknownKey),
        Row("kid that is a path", forge.with(header: "kid", #""../../dev/null""#), .unknownKey),
        Row("kid that is SQL", forge.with(header: "kid", #""x' UNION SELECT 'hs-1""#), .unknownKey),
        Row("no typ", forge.with(header: "typ", nil), .wrongType),
        Row("typ of any JWT", forge.with(header: "typ", #""JWT""#), .wrongType),
        Row("typ of an ID token", forge.with(header: "typ", #""id+jwt""#), .wrongType),
        Row("typ in capitals", forge.with(header: "typ", #""AT+JWT""#), nil),
        Row("typ in full", forge.with(header: "typ", #""application/at+jwt""#), nil),
        Row("critical header that JWTKit would pass by", forge.with(header: "crit", #"["exp"]"#), .criticalHeader),
        Row("empty critical header", forge.with(header: "crit", "[]"), .criticalHeader),
        Row("unencoded payload", forge.with(header: "crit", #"["b64"]"#).with(header: "b64", "false"), .criticalHeader),
        Row("a key of its own", forge.with(header: "jwk", #"{"kty":"oct","k":"eA"}"#).signed(by: "x"), .wrongSignature),
        Row("a key from afar", forge.with(header: "jku", #""https://e.example""#).signed(by: "x"), .wrongSignature),
        Row("a foreign key under our name", forge.signed(by: "a foreign secret of 32 bytes or more"), .wrongSignature),
        Row("an empty key", forge.signed(by: ""), .wrongSignature),
    ]

    private static let claims: [Row] =
        ["iss", "aud", "sub", "sid", "jti", "iat", "exp"].map { name in
            Row("no \(name)", forge.with(name, nil), .wrongClaim(name))
        } + [
            Row("exp is a text", forge.with("exp", #""1767323945""#), .wrongClaim("exp")),
            Row("exp is null", forge.with("exp", "null"), .wrongClaim("exp")),
            Row("exp is beyond all numbers", forge.with("exp", "1e400"), .wrongClaim("exp")),
            Row("exp in milliseconds", forge.with("exp", "1767323945000"), .wrongClaim("exp")),
            Row("exp is negative", forge.with("exp", "-1"), .wrongClaim("exp")),
            Row("exp has a fraction", forge.with("exp", "1767323045.9"), nil),
            Row("exp is now", forge.with("exp", "1767323045.678"), .expired),
            Row("iat is a text", forge.with("iat", #""x""#), .wrongClaim("iat")),
            Row("iat is a minute ahead", forge.with("iat", "1767323105"), nil),
            Row("iat is further ahead", forge.with("iat", "1767323107"), .notYet),
            Row("nbf is ahead", forge.with("nbf", "1767323107"), .notYet),
            Row("nbf is past", forge.with("nbf", "1"), nil),
            Row("nbf is a text", forge.with("nbf", #""1""#), .wrongClaim("nbf")),
            Row("another issuer", forge.with("iss", #""https://portero.example/""#), .wrongIssuer),
            Row("another audience", forge.with("aud", #""https://other.example""#), .wrongAudience),
            Row("several audiences", forge.with("aud", #"["a","https://portero.example"]"#), nil),
            Row("no audience of several", forge.with("aud", #"["a","b"]"#), .wrongAudience),
            Row("an empty list of audiences", forge.with("aud", "[]"), .wrongAudience),
            Row("audiences of several kinds", forge.with("aud", #"[1,"https://portero.example"]"#), .wrongClaim("aud")),
            Row("aud is an object", forge.with("aud", "{}"), .wrongClaim("aud")),
            Row("sub is a number", forge.with("sub", "42"), .wrongClaim("sub")),
            Row("usrId is another than sub", forge.with("usrId", "43"), .wrongClaim("usrId")),
            Row("usrId is a text", forge.with("usrId", #""42""#), .wrongClaim("usrId")),
            Row("usrId has a fraction", forge.with("usrId", "42.0"), .wrongClaim("usrId")),
            Row("name is a number", forge.with("name", "1"), .wrongClaim("name")),
            Row("no name", forge.with("name", nil), nil),
            Row("empty sid", forge.with("sid", #""""#), .wrongClaim("sid")),
            Row("jti with a line break", forge.with("jti", #""a\nb""#), .wrongClaim("jti")),
            Row("jti of 129 bytes", forge.with("jti", "\"\(String(repeating: "j", count: 129))\""), .wrongClaim("jti")),
        ]

    private static let texts: [Row] = {
        let token = forge.token
        let parts = token.split(separator: ".").map(String.init)
        let deep = Forge.encoded(#"{"a":"# + String(repeating: "[", count: 2000))
        let large = forge.with("name", "\"\(String(repeating: "n", count: 4096))\"")
        return [
            Row("nothing", "", .malformed),
            Row("two dots", "..", .malformed),
            Row("two parts", parts[0] + "." + parts[1], .malformed),
            Row("four parts", token + "." + parts[2], .malformed),
            Row("five parts, as of an encrypted token", "\(token).\(parts[0]).\(parts[1])", .malformed),
            Row("no signature", parts[0] + "." + parts[1] + ".", .wrongSignature),
            Row("a short signature", String(token.dropLast(4)), .wrongSignature),
            Row("a changed header", Forge.encoded(#"{"alg":"HS256"}"#) + ".\(parts[1]).\(parts[2])", .wrongType),
            Row("changed claims", "\(parts[0]).\(Forge.encoded("{}")).\(parts[2])", .wrongSignature),
            Row("claims that are a list", forge.signed("\(parts[0]).\(Forge.encoded("[]"))"), .malformed),
            Row("a header that is no JSON", forge.signed("\(Forge.encoded("x")).\(parts[1])"), .malformed),
            Row("padding", token + "=", .malformed),
            Row("base64 that nobody would write, where JWTKit would read it", Self.restyled(token), .malformed),
            Row("the alphabet of plain base64", parts[0] + "." + parts[1] + ".+" + parts[2].dropFirst(), .malformed),
            Row("a blank in front", " " + token, .malformed),
            Row("a line break behind", token + "\n", .malformed),
            Row("a NUL", token + "\0", .malformed),
            Row("more than fits into a cookie", large.token, .malformed),
            Row("dots", String(repeating: ".", count: 4096), .malformed),
            Row("4 MB", String(repeating: "e", count: 4 << 20), .malformed),
            Row("deep JSON", forge.signed("\(parts[0]).\(deep)"), .malformed),
        ]
    }()

    /// The same bytes, with bits set behind the signature's last one.
    private static func restyled(_ token: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        guard let last = token.last, let place = alphabet.firstIndex(of: last) else { return token }
        return token.dropLast() + String(alphabet[place ^ 1])
    }

    @Test func `nor does one that is signed with the public key as a secret`() async throws {
        let key = ES256PrivateKey()
        let pem = key.publicKey.pemRepresentation
        let mint = try await Mint(keys: [.hs256(Mint.secret, id: "hs-1"), .es256(publicKey: pem, id: "ec-1")])
        for secret in [pem, pem + "\n"] {
            let forge = Forge().with(header: "kid", #""ec-1""#).signed(by: secret)
            #expect(mint.refusal(forge.token) == .wrongAlgorithm)
            #expect(mint.refusal(forge.with(header: "alg", #""ES256""#).token) == .wrongSignature)
        }
    }

    @Test func `nor does one of another elliptic key, or with nothing but zeros for a signature`() async throws {
        let (ours, theirs) = (ES256PrivateKey().pemRepresentation, es256PEM())
        let mint = try await Mint(keys: [.es256(privateKey: ours, id: "ec-1")])
        let other = try await Mint(keys: [.es256(privateKey: theirs, id: "ec-1")])
        let foreign = try await other.service.issue(to: Mint.ana).access
        #expect(mint.refusal(foreign) == .wrongSignature)
        let input = try await mint.service.issue(to: Mint.ana).access.split(separator: ".").dropLast()
        let zeros = String(decoding: Base64.url.encode([UInt8](repeating: 0, count: 64)), as: UTF8.self)
        #expect(mint.refusal(input.joined(separator: ".") + "." + zeros) == .wrongSignature)
    }

    @Test func `nor does any with one character changed`() async throws {
        let mint = try await Mint()
        let token = Array(Forge().token.utf8)
        for place in token.indices {
            var changed = token
            changed[place] = changed[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(mint.refusal(String(decoding: changed, as: UTF8.self)) != nil, "at \(place)")
        }
    }

    @Test func `nor do random bytes, and nothing crashes`() async throws {
        let mint = try await Mint()
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<2000 {
            let pieces = ["eyJ", ".", "..", "e30", "A", "_", "=", "\u{0}", "ñ", "{", "\""]
            let text = generator.text(of: pieces, length: 0...40)
            #expect(mint.refusal(text) != nil)
        }
    }
}

extension Forge {
    fileprivate func signed(by secret: String) -> Forge {
        var forge = self
        forge.secret = Array(secret.utf8)
        return forge
    }

    /// Any header and claims, with our signature.
    fileprivate func signed(_ input: String) -> String {
        input + "." + signature(of: input)
    }
}
