import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

/// Four faults that session middlewares of this field have; here they are promises.
@Suite("Four faults of session middlewares are not ours") struct FourFaultsTests {
    /// Ids that somebody else than this server's store has made up.
    static let madeUp: [String] = [
        "connect.sid=attackers-choice",
        "connect.sid=s%3Aattackers-choice.c2lnbmF0dXJl",
        "connect.sid=s%3A0123456789abcdefghijklmnopqrstuv",
    ]

    @Test(arguments: madeUp)
    func `1. an id that the client made up is never adopted at sign-in (promise 4, OW-11, OW-13)`(
        cookie: String
    ) async throws {
        try await expectFreshID(sending: cookie)
    }

    @Test func `1. a signed id that the store does not know is never adopted at sign-in (promise 4, OW-11)`()
        async throws
    {
        try await expectFreshID(sending: House.cookie(House.id))
    }

    @Test func `1. the id of a session that an attacker began is dead after the victim signs in (promise 4, OW-13)`()
        async throws
    {
        let house = try House()
        try await house.seed(#""planted":true"#)
        let router = house.router()
        router.addSignIn()
        router.addWho()
        try await house.serve(router) { client in
            let cookie = try House.cookie(House.id)
            let answer = try await client.send(.post, "/signin", cookie: cookie)
            #expect(answer.setCookies.count == 1)
            let replayed = try await client.send("/who", cookie: cookie)
            #expect(replayed.body == "nobody")
        }
        let old = try await house.stored()
        let count = try await house.memory.count()
        #expect(old == nil)
        #expect(count == 1)
    }

    @Test func `2. a session that begins under a made-up id has an expiry (OW-15)`() async throws {
        let house = try House()
        let router = house.router()
        router.addSignIn()
        router.get("/visit") { _, context in
            try context.session["visited", as: Bool.self] = true
            return "ok"
        }
        try await house.serve(router) { client in
            let cookie = try House.cookie(House.id)
            _ = try await client.send(.post, "/signin", cookie: cookie)
            _ = try await client.send("/visit", cookie: cookie)
        }
        let page = try await house.memory.page(of: nil, after: nil, limit: 10)
        let lives = page.entries.map { $0.record.expiry - house.clock.now() }.sorted()
        #expect(lives == [.seconds(30 * 60), .seconds(24 * 3600)])
    }

    @Test func `3. a handler that changes the session and then throws an HTTP error keeps the change (promise 3)`()
        async throws
    {
        let house = try House()
        let router = house.router()
        router.post("/attempt") { _, context -> Response in
            try context.session.update("attempts", default: 0) { $0 += 1 }
            throw HTTPError(.unprocessableContent)
        }
        let jar = CookieJar(clock: house.clock)
        try await house.serve(router) { client in
            for _ in 0..<3 {
                let answer = try await client.send(.post, "/attempt", cookie: jar.header())
                #expect(answer.status == 422)
                jar.receive(answer.setCookies)
            }
        }
        let page = try await house.memory.page(of: nil, after: nil, limit: 10)
        #expect(page.entries.map { $0.record.fields["attempts"]?.int } == [3])
    }

    @Test func `4. a store that fails is a 503, not a sign-out, and all is well once it is (promise 3)`() async throws {
        let house = try House()
        try await house.seed(ana)
        let router = house.router()
        router.addWho()
        try await house.serve(router) { client in
            let cookie = try House.cookie(House.id)
            house.store.fail(.load)
            let failed = try await client.send("/who", cookie: cookie)
            #expect(failed.status == 503)
            #expect(failed.headers[.retryAfter] == "5")
            #expect(failed.setCookies == [])
            house.store.heal()
            let healed = try await client.send("/who", cookie: cookie)
            #expect(healed.body == "Ana Pérez")
        }
        #expect(house.log.errors == ["the session store failed"])
    }

    private func expectFreshID(sending cookie: String) async throws {
        let house = try House()
        let router = house.router()
        router.addSignIn()
        let answer = try await house.serve(router) { try await $0.send(.post, "/signin", cookie: cookie) }
        let line = try #require(answer.setCookies.first)
        #expect(!line.hasPrefix(cookie + ";"))
        #expect(!line.contains("attackers-choice"))
        let adopted = try await house.stored()
        let count = try await house.memory.count()
        #expect(adopted == nil)
        #expect(count == 1)
    }
}
