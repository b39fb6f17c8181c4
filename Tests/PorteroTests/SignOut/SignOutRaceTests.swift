import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("Signed out means signed out, under any race") struct SignOutRaceTests {
    /// What a request in flight does to its session, after somebody else has signed out of it.
    struct LateChange: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (Session) async throws -> Void
    }

    static let lateChanges: [LateChange] = [
        LateChange(testDescription: "nothing") { _ in },
        LateChange(testDescription: "sets a value") { $0["seen", as: Bool.self] = true },
        LateChange(testDescription: "updates a value") { try $0.update("views", default: 0) { $0 += 1 } },
        LateChange(testDescription: "removes a value") { $0.remove("name") },
        LateChange(testDescription: "renews the id") { $0.renew() },
        LateChange(testDescription: "renews the id and sets a value") { session in
            session.renew(keeping: ["loggedin"])
            session["seen", as: Bool.self] = true
        },
        LateChange(testDescription: "asks for another cookie lifetime") { $0.cookie.maxAge = .seconds(60) },
        LateChange(testDescription: "destroys it too") { $0.destroy() },
    ]

    @Test(arguments: lateChanges)
    func `no request in flight brings it back (promise 1)`(late: LateChange) async throws {
        let house = try House()
        try await house.seed(ana)
        // So that the store is asked for a touch, too.
        house.clock.advance(by: .seconds(120))
        let answer = try await lateAnswer(of: house) { try await late.change($0) }
        #expect(answer.status == 200)
        if late.testDescription != "destroys it too" { #expect(answer.setCookies == []) }
        let count = try await house.memory.count()
        #expect(count == 0)
    }

    @Test(arguments: lateChanges)
    func `no request in flight brings it back where the store failed to destroy it (promise 1)`(
        late: LateChange
    ) async throws {
        let house = try House()
        try await house.seed(ana)
        house.clock.advance(by: .seconds(120))
        house.store.fail(.delete, times: 1)
        let answer = try await lateAnswer(of: house) { try await late.change($0) }
        #expect(answer.status == 200)
        if late.testDescription != "destroys it too" { #expect(answer.setCookies == []) }
        await house.keeper.retryDestructionsOnce()
        let count = try await house.memory.count()
        #expect(count == 0)
    }

    @Test func `credentials that were verified meanwhile begin a fresh session, with nothing of the old one`()
        async throws
    {
        let house = try House()
        try await house.seed(ana + #","cart":[1]"#)
        let answer = try await lateAnswer(of: house) { session in
            session.signIn(User(name: "Bea", usrId: .text("b1")))
        }
        #expect(answer.setCookies.count == 1)
        let page = try await house.memory.page(of: nil, after: nil, limit: 10)
        #expect(page.entries.count == 1)
        #expect(page.entries.first?.record.fields["name"]?.string == "Bea")
        #expect(page.entries.first?.record.fields["cart"] == nil)
        let old = try await house.stored()
        #expect(old == nil)
    }

    @Test func `of a hundred parallel sign-outs each gets the answer, and the session is gone (promise 1)`()
        async throws
    {
        let house = try House()
        try await house.seed(ana)
        let router = house.router()
        router.addSignOut()
        let cookie = try House.cookie(House.id)
        let answers = try await house.serve(router) { client in
            try await withThrowingTaskGroup(of: Received.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await client.send("/auth/logout", cookie: cookie) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(answers.count == 100)
        #expect(answers.allSatisfy { $0.status == 302 && $0.headers[.location] == "/auth/signin" })
        #expect(answers.allSatisfy { $0.setCookies == [cleared] || $0.setCookies == [] })
        #expect(answers.contains { $0.setCookies == [cleared] })
        let gone = try await house.stored()
        #expect(gone == nil)
    }

    @Test func `the old cookie reads nothing again, on any node (promise 1, A4-3.3.1, A5-7.4.1)`() async throws {
        let house = try House()
        try await house.seed(ana)
        let other = try House(beside: house)
        let cookie = try House.cookie(House.id)
        let router = house.router()
        router.addSignOut()
        router.addWho()
        try await house.serve(router) { client in
            _ = try await client.send("/auth/logout", cookie: cookie)
            let replayed = try await client.send("/who", cookie: cookie)
            #expect(replayed.body == "nobody")
            #expect(replayed.setCookies == [])
        }
        let elsewhere = other.router()
        elsewhere.addWho()
        let replayed = try await other.serve(elsewhere) { try await $0.send("/who", cookie: cookie) }
        #expect(replayed.body == "nobody")
    }

    @Test func `a renewal that the store takes just before the destruction does not outlive it (promise 1)`()
        async throws
    {
        let house = try House()
        try await house.seed(ana)
        let arrived = Gate()
        let loaded = Gate()
        let renewed = Gate()
        let router = house.router()
        router.addSignOut()
        router.get("/renew") { _, context in
            let session = try context.session
            arrived.open()
            await loaded.pass()
            session.renew()
            return "renewed"
        }
        // The sign-out has loaded the session, and is about to destroy it under its old id.
        house.store.before(.delete) { _ in
            loaded.open()
            await renewed.pass()
        }
        house.store.after(.move) { _ in renewed.open() }
        let cookie = try House.cookie(House.id)
        let answer = try await house.serve(router) { client in
            async let late = client.send("/renew", cookie: cookie)
            await arrived.pass()
            let answer = try await client.send("/auth/logout", cookie: cookie)
            _ = try await late
            return answer
        }
        #expect(answer.setCookies == [cleared])
        let count = try await house.memory.count()
        #expect(count == 0)
    }

    /// Holds a request back in its handler, signs out beside it, and lets it go on.
    private func lateAnswer(
        of house: House, _ change: @escaping @Sendable (Session) async throws -> Void
    ) async throws -> Received {
        let arrived = Gate()
        let signedOut = Gate()
        let router = house.router()
        router.addSignOut()
        router.get("/slow") { _, context in
            let session = try context.session
            arrived.open()
            await signedOut.pass()
            try await change(session)
            return "late"
        }
        let cookie = try House.cookie(House.id)
        return try await house.serve(router) { client in
            async let late = client.send("/slow", cookie: cookie)
            await arrived.pass()
            let answer = try await client.send("/auth/logout", cookie: cookie)
            #expect(answer.setCookies == [cleared])
            signedOut.open()
            return try await late
        }
    }
}
