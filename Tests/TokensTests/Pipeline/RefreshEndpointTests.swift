import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import SignIn
import StoreTesting
import Testing

@testable import Tokens

@Suite("The endpoint that refreshes tokens") struct RefreshEndpointTests {
    private static let cleared = [
        "access_token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly",
        "refresh_token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly",
    ]

    @Test func `carries a browser from one access token to the next`() async throws {
        let mint = try await Mint()
        try await TokenHouse(mint).serve { client in
            let jar = CookieJar(clock: mint.clock)
            let login = try await client.send(.post, "/login", with: jar)
            #expect(login.text == #"{"expires_in":900}"#)
            #expect(login.setCookies[1].hasSuffix("; Path=/; Max-Age=1209600; HttpOnly"))
            #expect(try await client.send(.get, "/me", with: jar).status == .ok)
            mint.clock.advance(by: .seconds(901))
            #expect(try await client.send(.get, "/me", with: jar).status == .unauthorized)
            let refreshed = try await client.send(.post, "/refresh", with: jar)
            #expect(refreshed.status == .ok)
            #expect(refreshed.headers[.contentType] == "application/json; charset=utf-8")
            #expect(refreshed.headers[.cacheControl] == "no-store")
            #expect(refreshed.setCookies.count == 2)
            #expect(try await client.send(.get, "/me", with: jar).status == .ok)
        }
    }

    @Test func `answers 401 to a token that is absent, unknown, expired, revoked or spent, and clears both cookies`()
        async throws
    {
        let mint = try await Mint()
        let expired = try await mint.service.issue(to: Mint.ana)
        mint.clock.advance(by: .seconds(15 * 86_400))
        let revoked = try await mint.service.issue(to: Mint.ana)
        try await mint.service.revoke(refreshToken: revoked.refresh.text)
        let spent = try await mint.service.issue(to: Mint.ana)
        _ = try await mint.refreshed(spent.refresh)
        mint.clock.advance(by: .seconds(11))
        var generator = SeededGenerator(seed: 9)
        let unknown = RefreshToken(using: &generator).text
        let values = ["", "x", unknown, expired.refresh.text, revoked.refresh.text, spent.refresh.text]
        try await TokenHouse(mint).serve { client in
            for value in values {
                let response = try await client.execute(
                    uri: "/refresh", method: .post, headers: [.cookie: "refresh_token=\(value)"])
                #expect(response.status == .unauthorized)
                #expect(response.text == #"{"error":"invalid_token"}"#)
                #expect(response.headers[.contentType] == "application/json; charset=utf-8")
                #expect(response.setCookies == Self.cleared)
                let challenge = value.isEmpty ? #"Bearer realm="api""# : #"Bearer realm="api", error="invalid_token""#
                #expect(response.headers[.wwwAuthenticate] == challenge)
            }
        }
    }

    @Test func `answers 503 where the store fails, and leaves the cookies for the next try`() async throws {
        let mint = try await Mint()
        let tokens = try await mint.service.issue(to: Mint.ana)
        mint.families.fail(.rotate, times: 1)
        try await TokenHouse(mint).serve { client in
            let cookie: HTTPFields = [.cookie: "refresh_token=\(tokens.refresh.text)"]
            let failed = try await client.execute(uri: "/refresh", method: .post, headers: cookie)
            #expect(failed.status == .serviceUnavailable)
            #expect(failed.headers[.retryAfter] == "5")
            #expect(failed.setCookies.isEmpty)
            #expect(try await client.execute(uri: "/refresh", method: .post, headers: cookie).status == .ok)
        }
    }

    @Test func `takes and answers tokens in bodies for programs (RFC 6749 sections 5.1 and 6)`() async throws {
        struct Answer: Decodable {
            let accessToken: String
            let tokenType: String
            let expiresIn: Int
            let refreshToken: String
        }
        let mint = try await Mint(delivery: TokenDelivery(access: .bearer, refresh: .body))
        try await TokenHouse(mint).serve { client in
            let first = try await client.execute(uri: "/login", method: .post)
            #expect(first.setCookies.isEmpty)
            let token = try first.decoded(as: Answer.self).refreshToken
            for (type, body) in [
                ("application/json", #"{"refresh_token":"\#(token)"}"#),
                ("application/x-www-form-urlencoded", "grant_type=refresh_token&refresh_token=\(token)"),
            ] {
                let response = try await client.execute(
                    uri: "/refresh", method: .post, headers: [.contentType: type], body: ByteBuffer(string: body))
                let answer = try response.decoded(as: Answer.self)
                #expect(answer.tokenType == "Bearer")
                #expect(answer.expiresIn == 900)
                let me = try await client.execute(
                    uri: "/me", method: .get, headers: [.authorization: "Bearer \(answer.accessToken)"])
                #expect(me.status == .ok)
            }
            let empty = try await client.execute(
                uri: "/refresh", method: .post, headers: [.contentType: "application/json"],
                body: ByteBuffer(string: "{}"))
            #expect(empty.status == .unauthorized)
        }
    }

    @Test func `gets a cookie of its own path from a browser, which no other path gets`() async throws {
        let delivery = TokenDelivery(
            access: .bearer, refresh: .cookie(TokenCookie("refresh_token", .path("/auth/refresh"), .httpOnly)))
        let mint = try await Mint(delivery: delivery)
        try await TokenHouse(mint, refreshPath: "/auth/refresh").serve { client in
            let jar = CookieJar(clock: mint.clock)
            _ = try await client.send(.post, "/login", with: jar)
            #expect(jar.header(for: "/logout") == nil)
            #expect(try await client.send(.post, "/auth/refresh", with: jar).status == .ok)
        }
    }
}

@Suite("A sign-out of two token cookies") struct TwoCookiesTests {
    @Test(arguments: [["access_token"], ["refresh_token"], ["access_token", "refresh_token"]])
    func `makes every copy of either token useless, whichever of them was sent`(sent: [String]) async throws {
        let mint = try await Mint()
        try await TokenHouse(mint).serve { client in
            let (jar, copy) = (CookieJar(clock: mint.clock), CookieJar(clock: mint.clock))
            let login = try await client.send(.post, "/login", with: jar)
            copy.receive(login.setCookies)
            let pairs = try sent.map { "\($0)=\(try #require(copy[$0]))" }.joined(separator: "; ")
            let response = try await client.execute(uri: "/logout", method: .post, headers: [.cookie: pairs])
            #expect(response.status == .ok)
            #expect(response.text == #"{"message":"Sesión cerrada"}"#)
            #expect(response.setCookies.count == 2)
            #expect(try await client.send(.get, "/me", with: copy).status == .unauthorized)
            #expect(try await client.send(.post, "/refresh", with: copy).status == .unauthorized)
        }
    }
}

extension TestResponse {
    fileprivate func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(body.readableBytesView))
    }
}
