import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import StoreTesting
import Synchronization
import Testing

@Suite("A sign-out whose step fails") struct SignOutFailureTests {
    private struct Failing: SignOutStep {
        let error: any Error
        let description = "fail"

        func run(_ run: inout SignOutRun) async throws {
            throw error
        }
    }

    private struct Stranger: Error {}

    private static let down = StoreError("delete", .unavailable, cause: "no route to host")
    private static let expired = "token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"

    private func answer(
        of house: House, _ method: HTTPRequest.Method = .get, sending fields: HTTPFields = [:],
        @SignOutBuilder _ steps: () -> [any SignOutStep]
    ) async throws -> Received {
        let router = house.router()
        router.signOut(method, "/bye", steps)
        let cookie = try House.cookie(House.id)
        return try await house.serve(router) { try await $0.send(method, "/bye", cookie: cookie, fields) }
    }

    /// What a step throws, and the status.
    static let rows: [(error: any Error, status: Int, wait: String?)] = [
        (down, 503, "5"), (StoreError("create", .tooLarge, cause: "1 MiB"), 500, nil), (Stranger(), 500, nil),
    ]

    @Test(arguments: rows)
    func `is the error's page, with the cookies cleared that stood before it`(
        error: any Error, status: Int, wait: String?
    ) async throws {
        let house = try House()
        let answer = try await answer(of: house, .post) {
            ExpireCookie("token", .path("/"))
            Failing(error: error)
            ExpireCookie("other", .path("/"))
            Reply("{}")
        }
        #expect(answer.status == status)
        #expect(answer.headers[.retryAfter] == wait)
        #expect(answer.setCookies == [Self.expired])
        #expect(answer.headers[values: .cacheControl] == ["no-store"])
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(house.log.errors == ["a sign-out stopped"])
    }

    @Test func `is JSON where that is wanted`() async throws {
        let answer = try await answer(of: House(), .post, sending: [.accept: "application/json"]) {
            Failing(error: Self.down)
        }
        #expect(answer.status == 503)
        #expect(answer.body.hasPrefix(#"{"error":{"status":503,"#))
    }

    @Test(arguments: [false, true])
    func `clears the cookie of a session that was destroyed before it (promise 1)`(isDown: Bool) async throws {
        let house = try House()
        try await house.seed(ana)
        if isDown { house.store.fail(.delete) }
        let answer = try await answer(of: house) {
            DestroySession()
            ExpireCookie("token", .path("/"))
            Failing(error: Self.down)
        }
        #expect(answer.status == 503)
        #expect(answer.setCookies == [Self.expired, cleared])
        let left = try await house.stored()
        #expect((left == nil) == !isDown)
    }

    @Test func `keeps a session that is destroyed only behind it, and its cookie`() async throws {
        let house = try House()
        try await house.seed(ana)
        let before = try await house.stored()
        let answer = try await answer(of: house) {
            Failing(error: Self.down)
            DestroySession()
        }
        #expect(answer.status == 503)
        #expect(answer.setCookies == [])
        let after = try await house.stored()
        #expect(after == before)
    }

    @Test func `answers what the declaration says, with the session's cookie cleared too`() async throws {
        let house = try House()
        try await house.seed(ana)
        let answer = try await answer(of: house, .post) {
            DestroySession()
            ExpireCookie("token", .path("/"))
            Failing(error: Self.down).onFailure(Reply(#"{"error":"down"}"#, status: .serviceUnavailable))
            Reply("{}")
        }
        #expect(answer.status == 503)
        #expect(answer.body == #"{"error":"down"}"#)
        #expect(answer.headers[values: .cacheControl] == ["no-store"])
        #expect(answer.setCookies == [Self.expired, cleared])
    }

    @Test func `that cannot load the session hands it to the steps, and its event says so (promise 1)`() async throws {
        let house = try House()
        try await house.seed(ana)
        house.store.fail(.load)
        house.store.fail(.delete)
        let events = Mutex<[SignOutEvent]>([])
        let router = house.router()
        let observer = { @Sendable (event: SignOutEvent) in events.withLock { $0.append(event) } }
        router.signOut(.get, "/bye/{name}", clock: house.clock, observer: observer) {
            DestroySession()
            Redirect(to: "/auth/signin")
        }
        let answer = try await house.serve(router) {
            try await $0.send("/bye/ana", cookie: House.cookie(House.id))
        }
        #expect(answer.status == 302)
        #expect(answer.setCookies == [cleared])
        let event = try #require(events.withLock { $0 }.first)
        #expect(event.time == house.clock.now())
        #expect(event.method == "GET")
        #expect(event.route == "/bye/{name}")
        #expect(event.user == nil)
        #expect(event.status == 302)
        #expect(!event.isComplete)
        let line = try #require(house.log.lines.first { $0.text == "sign-out" })
        #expect(line.level == .notice)
        #expect(line.carried.contains("hb.request.id"))
    }

    @Test func `that is not there by this method is a 405 that no cache keeps, with error pages or without`()
        async throws
    {
        let house = try House()
        let bare = Router(context: PorteroContext.self)
        for router in [house.router(), bare] {
            router.signOut(.post, "/bye") { Reply("{}") }
            router.refuseOtherMethods()
            try await house.serve(router) { client in
                for method in [HTTPRequest.Method.get, .head, .put, .delete] {
                    let answer = try await client.send(method, "/bye")
                    #expect(answer.status == 405)
                    #expect(answer.headers[.allow] == "POST")
                    #expect(answer.headers[values: .cacheControl] == ["no-store"])
                }
            }
        }
    }
}
