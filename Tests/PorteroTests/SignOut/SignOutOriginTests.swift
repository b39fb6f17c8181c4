import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import StoreTesting
import Testing

@Suite("A sign-out by GET, and pages of other origins") struct SignOutOriginTests {
    private func answer(
        _ house: House, _ method: HTTPRequest.Method, _ fields: HTTPFields, isGuarded: Bool = true
    ) async throws -> Received {
        try await house.seed(ana)
        let router = house.router()
        if isGuarded { router.add(middleware: CrossOriginGuard(trusting: try TrustedOrigins("https://app.example"))) }
        router.addSignOut()
        let cookie = try House.cookie(House.id)
        return try await house.serve(router) { try await $0.send(method, "/auth/logout", cookie: cookie, fields) }
    }

    /// What a script of another origin sends, with the visitor's cookies.
    static let scripts: [HTTPFields] = [
        .of(("Origin", "https://evil.example")), .of(("Origin", "null")), .of(("Origin", "https://app.example.evil")),
        .of(("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "cors")),
        .of(("Origin", "https://evil.example"), ("Origin", "https://app.example")),
    ]

    @Test(arguments: scripts, [HTTPRequest.Method.get, .head])
    func `a script of one that is not trusted signs nobody out: 403`(
        fields: HTTPFields, method: HTTPRequest.Method
    ) async throws {
        let house = try House()
        let answer = try await answer(house, method, fields)
        #expect(answer.status == 403)
        #expect(answer.setCookies == [])
        #expect(answer.headers[values: .cacheControl] == ["no-store"])
        let left = try await house.stored()
        #expect(left != nil)
        #expect(house.log.lines(at: .notice).count == 1)
    }

    /// A trusted script, the app's own, and what names no origin: a link, an image, curl.
    static let others: [HTTPFields] = [
        .of(("Origin", "https://app.example"), ("Sec-Fetch-Site", "cross-site")), .of(("Origin", "http://localhost")),
        .of(("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")),
        .of(("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image")), [:],
    ]

    @Test(arguments: others)
    func `anybody else's request does`(fields: HTTPFields) async throws {
        let house = try House()
        let answer = try await answer(house, .get, fields)
        #expect(answer.status == 302)
        #expect(answer.setCookies == [cleared])
        let left = try await house.stored()
        #expect(left == nil)
    }

    @Test func `without a guard, nothing is asked`() async throws {
        let answer = try await answer(House(), .get, .of(("Origin", "https://evil.example")), isGuarded: false)
        #expect(answer.status == 302)
    }
}
