import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("A visitor's journey, with and without a socket") struct JourneyTests {
    enum Transport: CaseIterable, Sendable {
        case router, live

        var setting: TestingSetup {
            switch self {
            case .router: .router
            case .live: .live
            }
        }
    }

    @Test(arguments: Transport.allCases)
    func `signs in, is known, signs out, and is unknown (promises 1, 3, 4; OW-13, OW-18)`(
        transport: Transport
    ) async throws {
        let house = try House()
        let router = router(house)
        let jar = CookieJar(clock: house.clock)
        try await house.serve(router, transport.setting) { client in
            let before = try await client.send("/who", cookie: jar.header())
            #expect(before.body == "nobody")
            jar.receive(try await client.send("/visit", cookie: jar.header()).setCookies)
            let visitor = try #require(jar["connect.sid"])
            let signIn = try await client.send(.post, "/signin", cookie: jar.header())
            jar.receive(signIn.setCookies)
            let member = try #require(jar["connect.sid"])
            #expect(member != visitor)
            let known = try await client.send("/who", cookie: jar.header())
            #expect(known.body == "Ana Pérez")
            let head = try await client.send(.head, "/auth/logout", cookie: jar.header())
            #expect(head.setCookies == [])
            let signOut = try await client.send("/auth/logout", cookie: jar.header())
            #expect(signOut.status == 302)
            #expect(signOut.setCookies == [cleared])
            jar.receive(signOut.setCookies)
            #expect(jar.header() == nil)
            for old in [visitor, member] {
                let replayed = try await client.send("/who", cookie: "connect.sid=\(old)")
                #expect(replayed.body == "nobody")
            }
        }
        let count = try await house.memory.count()
        #expect(count == 0)
    }

    @Test(arguments: Transport.allCases)
    func `meets a failing store as a 503, and goes on where it was (promise 3)`(transport: Transport) async throws {
        let house = try House()
        try await house.seed(ana)
        let router = router(house)
        try await house.serve(router, transport.setting) { client in
            let cookie = try House.cookie(House.id)
            house.store.fail(.load, .replace)
            for path in ["/who", "/visit"] {
                let failed = try await client.send(path, cookie: cookie)
                #expect(failed.status == 503)
                #expect(failed.setCookies == [])
            }
            house.store.heal()
            let known = try await client.send("/who", cookie: cookie)
            #expect(known.body == "Ana Pérez")
        }
    }

    private func router(_ house: House) -> Router<PorteroContext> {
        let router = house.router()
        router.addWho()
        router.addSignIn()
        router.addSignOut()
        router.get("/visit") { _, context in
            try context.session["visited", as: Bool.self] = true
            return "ok"
        }
        router.refuseOtherMethods()
        return router
    }
}
