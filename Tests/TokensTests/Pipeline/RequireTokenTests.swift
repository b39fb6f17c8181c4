import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import SignIn
import StoreTesting
import Testing

@testable import Tokens

@Suite("A route that wants an access token") struct RequireTokenTests {
    private let plain = #"Bearer realm="api""#
    private let invalid = #"Bearer realm="api", error="invalid_token""#

    @Test func `lets a valid one pass, in a cookie or in Authorization`() async throws {
        let mint = try await Mint()
        let token = try await mint.service.issue(to: Mint.ana).access
        try await TokenHouse(mint).serve { client in
            for headers: HTTPFields in [[.cookie: "access_token=\(token)"], [.authorization: "Bearer \(token)"]] {
                let response = try await client.execute(uri: "/me", method: .get, headers: headers)
                #expect(response.status == .ok)
                #expect(response.text == "Ana Pérez 42")
                #expect(response.headers[.cacheControl] == "no-store")
            }
        }
    }

    @Test func `answers 401 and no error code where there is none (RFC 6750 section 3.1)`() async throws {
        try await TokenHouse(Mint()).serve { client in
            for headers: HTTPFields in [[:], [.authorization: "Basic YTpi"], [.cookie: "access_token="]] {
                let response = try await client.execute(uri: "/me", method: .get, headers: headers)
                #expect(response.status == .unauthorized)
                #expect(response.headers[.wwwAuthenticate] == plain)
                #expect(response.headers[.cacheControl] == "no-store")
            }
        }
    }

    @Test func `answers the same 401 to every token that gives no access, whatever the reason`() async throws {
        let mint = try await Mint()
        let denied = try await mint.service.issue(to: Mint.ana)
        try await mint.service.end(denied.signIn, of: Mint.ana.usrId)
        let texts = [
            "", "x", denied.access, Forge().with("exp", "1").token, Forge().with("aud", #""x""#).token,
            Forge().with(header: "alg", #""none""#).token, Forge().token + ", Bearer " + Forge().token,
        ]
        try await TokenHouse(mint).serve { client in
            var bodies: Set<String> = []
            for text in texts {
                let response = try await client.execute(
                    uri: "/me", method: .get, headers: [.authorization: "Bearer \(text)"])
                #expect(response.status == .unauthorized, "\(text)")
                #expect(response.headers[.wwwAuthenticate] == invalid)
                bodies.insert(response.text)
            }
            #expect(bodies.count == 1)
        }
    }

    @Test func `answers JSON where a program asks for it`() async throws {
        try await TokenHouse(Mint()).serve { client in
            let response = try await client.execute(uri: "/me", method: .get, headers: [.accept: "application/json"])
            #expect(response.text == #"{"error":{"status":401,"message":"Unauthorized"}}"#)
        }
    }

    @Test func `takes none from the URL (A4-3.1.1)`() async throws {
        let mint = try await Mint()
        let token = try await mint.service.issue(to: Mint.ana).access
        try await TokenHouse(mint).serve { client in
            let response = try await client.execute(uri: "/me?access_token=\(token)", method: .get)
            #expect(response.status == .unauthorized)
        }
    }

    @Test func `answers 503 where the deny list cannot tell, and lets nobody in`() async throws {
        let mint = try await Mint()
        let token = try await mint.service.issue(to: Mint.ana).access
        mint.denials.fail(.denies)
        try await TokenHouse(mint).serve { client in
            let response = try await client.execute(
                uri: "/me", method: .get, headers: [.authorization: "Bearer \(token)"])
            #expect(response.status == .serviceUnavailable)
            #expect(response.headers[.retryAfter] == "5")
        }
    }

    @Test func `logs why, at debug, and never a token`() async throws {
        let mint = try await Mint()
        let token = Forge().with("exp", "1").token
        try await TokenHouse(mint).serve { client in
            _ = try await client.execute(uri: "/me", method: .get, headers: [.authorization: "Bearer \(token)"])
        }
        let lines = mint.log.lines(at: .debug).filter { $0.contains("access token") }
        #expect(lines == [#"an access token gives no access ["reason": expired]"#])
        #expect(!mint.log.lines.contains { "\($0)".contains(token.suffix(20)) })
    }

    @Test func `names its realm, which may not break out of its quotes`() async {
        #expect(BearerChallenge(realm: "vLife intern").plain == #"Bearer realm="vLife intern""#)
        await #expect(processExitsWith: .failure) { _ = BearerChallenge(realm: #"a", error="b"#) }
    }
}
