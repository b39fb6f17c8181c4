import Crypto
import Foundation
import HTTPCookies
import JWTKit
import Sessions
import SignIn
import StoreTesting
import Testing

@testable import Tokens

@Suite("An access token") struct AccessTokenTests {
    @Test(arguments: [
        UserID.integer(42), .text("42"), .text("a7"), .text(""), .integer(-1), .integer(.max), .text("ñ\"\\/\u{1}🙂"),
    ])
    func `says who has signed in, a number or a text, as it came`(id: UserID) async throws {
        for mint in [try await Mint(), try await Mint(keys: [.es256(privateKey: es256PEM(), id: "ec-1")])] {
            let user = User(name: "Ñandú \"O'Brien\" </script>", usrId: id)
            let issued = try await mint.service.issue(to: user)
            let token = try #require(try await mint.service.accessToken(issued.access, logger: mint.log.logger))
            #expect(token.user == user)
            #expect(token.signIn == issued.signIn)
            #expect(token.issued == Instant(milliseconds: 1_767_323_045_000))
            #expect(token.expiry == token.issued + .seconds(900))
        }
    }

    @Test func `has a jti of its own and the sid of its sign-in`() async throws {
        let mint = try await Mint()
        let first = try await mint.service.issue(to: Mint.ana)
        let second = try #require(try await mint.refreshed(first.refresh))
        let other = try await mint.service.issue(to: Mint.ana)
        let tokens = try [first, second, other].map { try mint.service.read($0.access, at: nil) }
        #expect(Set(tokens.map(\.id)).count == 3)
        #expect(tokens[0].signIn == tokens[1].signIn)
        #expect(tokens[0].signIn != tokens[2].signIn)
        #expect(tokens[0].signIn.text.utf8.count == 22)
    }

    @Test func `is the header and the claims that are documented`() async throws {
        let mint = try await Mint()
        let parts = try await mint.service.issue(to: Mint.ana).access.split(separator: ".")
        let header = try #require(Base64.url.decode(parts[0].utf8))
        let claims = try #require(Base64.url.decode(parts[1].utf8).flatMap { RecordFields(json: $0) })
        #expect(String(decoding: header, as: UTF8.self) == #"{"alg":"HS256","kid":"hs-1","typ":"at+jwt"}"#)
        #expect(claims.names.sorted() == ["aud", "exp", "iat", "iss", "jti", "name", "sid", "sub", "usrId"])
        #expect(claims["sub"]?.string == "42")
        #expect(claims["usrId"]?.int == 42)
        #expect(claims["exp"]?.int == 1_767_323_945)
    }

    @Test func `is read by another implementation`() async throws {
        struct Claims: JWTPayload {
            let sub: SubjectClaim
            let exp: ExpirationClaim
            let aud: AudienceClaim
            func verify(using algorithm: some JWTAlgorithm) throws {
                try aud.verifyIntendedAudience(includes: "https://portero.example")
            }
        }
        let mint = try await Mint()
        let keys = await JWTKeyCollection().add(
            hmac: HMACKey(from: Mint.secret), digestAlgorithm: .sha256, kid: "hs-1")
        let claims = try await keys.verify(mint.service.issue(to: Mint.ana).access, as: Claims.self)
        #expect(claims.sub.value == "42")
    }

    @Test(arguments: [opensslES256, opensslHS256])
    func `of another implementation is read`(text: String) async throws {
        let mint = try await Mint(keys: [
            .hs256(Mint.secret, id: "hs-1"), .es256(publicKey: opensslPublicKey, id: "ec-1"),
        ])
        #expect(mint.refusal(text) == nil)
        let user = try await mint.user(of: text)
        #expect(user == Mint.ana)
    }

    @Test func `is there until a millisecond before its end`() async throws {
        let mint = try await Mint()
        let issued = try await mint.service.issue(to: Mint.ana)
        mint.clock.set(Instant(milliseconds: 1_767_323_944_999))
        #expect(mint.refusal(issued.access) == nil)
        mint.clock.advance(by: .milliseconds(1))
        #expect(mint.refusal(issued.access) == .expired)
    }

    @Test func `is not believed longer than tokens may live, whatever its exp`() async throws {
        let mint = try await Mint()
        let text = Forge().with("exp", "1799999999").token
        #expect(mint.refusal(text) == nil)
        mint.clock.advance(by: .seconds(900))
        #expect(mint.refusal(text) == .expired)
    }

    @Test func `costs one look at the deny list, and none where it is no valid token`() async throws {
        let mint = try await Mint()
        let issued = try await mint.service.issue(to: Mint.ana)
        _ = try await mint.user(of: issued.access)
        #expect(mint.denials.count(.denies) == 1)
        _ = try await mint.user(of: issued.access + "x")
        #expect(mint.denials.count(.denies) == 1)
    }

    @Test func `is refused, not believed, where the deny list cannot tell`() async throws {
        let mint = try await Mint()
        let issued = try await mint.service.issue(to: Mint.ana)
        mint.denials.fail(.denies)
        await #expect(throws: StoreError.self) { try await mint.user(of: issued.access) }
    }

    @Test func `may be larger than a cookie takes, which is told, not cut`() async throws {
        let mint = try await Mint()
        let user = User(name: String(repeating: "n", count: 4000), usrId: .integer(1))
        let issued = try await mint.service.issue(to: user)
        #expect(throws: CookieError.self) { try mint.service.response(issued) }
    }
}

/// A new private key.
func es256PEM() -> String {
    ES256PrivateKey().pemRepresentation
}

/// Made by OpenSSL 3.0.19: `openssl ecparam -name prime256v1 -genkey -noout | openssl ec -pubout`.
let opensslPublicKey = """
    -----BEGIN PUBLIC KEY-----
    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEAtY0XcghnS1HiBiFU5S4YvGJCE8
    i2l+m9r2H+DEbMZyiE6bM6HvoNmU0B8uNel5GiCQqWvNaOxGuZ3pgoxRVQ==
    -----END PUBLIC KEY-----
    """

/// Signed by that key's private half: `openssl dgst -sha256 -sign`, the two integers of the DER put side by side.
let opensslES256 =
    "eyJ0eXAiOiAiYXQrand0IiwgImFsZyI6ICJFUzI1NiIsICJraWQiOiAiZWMtMSJ9.eyJpc3MiOiAiaHR0cHM6Ly9wb"
    + "3J0ZXJvLmV4YW1wbGUiLCAiYXVkIjogWyJ4IiwgImh0dHBzOi8vcG9ydGVyby5leGFtcGxlIl0sICJzdWIiOiAiNDI"
    + "iLCAidXNySWQiOiA0MiwgIm5hbWUiOiAiQW5hIFDDqXJleiIsICJzaWQiOiAic2lkLTEiLCAianRpIjogImp0aS0xI"
    + "iwgImlhdCI6IDE3NjczMjMwNDUsICJleHAiOiAxNzY3MzIzOTQ1fQ.IoPxfah25_K1unQM1xp8pxZ1xVNXL5pDcOoR"
    + "pFhlq6LOM92KVJb1jXkfNkDX391JkeCsypCxPrChaOjcCOKqsg"

/// Signed by `openssl dgst -sha256 -hmac "a secret of at least thirty-two bytes" -binary`.
let opensslHS256 =
    "eyJ0eXAiOiAiYXQrand0IiwgImFsZyI6ICJIUzI1NiIsICJraWQiOiAiaHMtMSJ9.eyJpc3MiOiAiaHR0cHM6Ly9wb"
    + "3J0ZXJvLmV4YW1wbGUiLCAiYXVkIjogWyJ4IiwgImh0dHBzOi8vcG9ydGVyby5leGFtcGxlIl0sICJzdWIiOiAiNDI"
    + "iLCAidXNySWQiOiA0MiwgIm5hbWUiOiAiQW5hIFDDqXJleiIsICJzaWQiOiAic2lkLTEiLCAianRpIjogImp0aS0xI"
    + "iwgImlhdCI6IDE3NjczMjMwNDUsICJleHAiOiAxNzY3MzIzOTQ1fQ.OarEAwOXhARS6aAAPtEUagScCq_2foQoQPqh"
    + "qrz5AQc"
