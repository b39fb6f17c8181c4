import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("A route that needs sign-in") struct RequireSignInMiddlewareTests {
    @Test func `lets who is signed in pass`() async throws {
        let house = try House()
        try await house.seed(ana)
        let answer = try await ask(house, "/account", cookie: House.cookie(House.id))
        #expect(answer.status == 200)
        #expect(answer.body == "Ana Pérez")
    }

    @Test func `sends people to the sign-in page, and back afterwards`() async throws {
        let answer = try await ask(House(), "/account?tab=2&x=y")
        #expect(answer.status == 302)
        #expect(answer.headers[.location] == "/auth/signin?return=/account%3Ftab%3D2%26x%3Dy")
        #expect(answer.body == "")
    }

    @Test func `gives programs a 401 with a challenge, in JSON`() async throws {
        let answer = try await ask(House(), "/account", [.accept: "application/json"])
        #expect(answer.status == 401)
        #expect(
            answer.headers[.wwwAuthenticate] == #"Cookie form-action="/auth/signin", cookie-name="connect.sid""#)
        #expect(answer.headers[.contentType] == "application/json; charset=utf-8")
        #expect(answer.body == #"{"error":{"status":401,"message":"Unauthorized"}}"#)
    }

    @Test func `returns nobody to what was sent by POST`() async throws {
        let answer = try await ask(House(), "/account", by: .post)
        #expect(answer.status == 302)
        #expect(answer.headers[.location] == "/auth/signin")
    }

    @Test(arguments: ["//account", "/account//", "/account/?return=%00", "/account?x=%ZZ"])
    func `returns nobody to a path that could lead elsewhere`(path: String) async throws {
        let answer = try await ask(House(), path)
        #expect(answer.status == 302)
        #expect(answer.headers[.location] == "/auth/signin")
    }

    @Test func `is a 503 where the store fails, not a sign-out (promise 3)`() async throws {
        let house = try House()
        try await house.seed(ana)
        house.store.fail(.load)
        let answer = try await ask(house, "/account", cookie: House.cookie(House.id))
        #expect(answer.status == 503)
        #expect(answer.headers[.location] == nil)
    }

    @Test func `shows a session that has ended as nobody's`() async throws {
        let house = try House()
        try await house.seed(ana)
        house.clock.advance(by: .seconds(86_401))
        let answer = try await ask(house, "/account", cookie: House.cookie(House.id))
        #expect(answer.status == 302)
    }

    private func ask(
        _ house: House, _ path: String, by method: HTTPRequest.Method = .get, cookie: String? = nil,
        _ fields: HTTPFields = [:]
    ) async throws -> Received {
        let router = house.router()
        let group = router.group().add(middleware: RequireSignInMiddleware())
        group.get("/account") { _, context in try context.user?.name ?? "nobody" }
        group.post("/account") { _, _ in "saved" }
        return try await house.serve(router) { try await $0.send(method, path, cookie: cookie, fields) }
    }
}
