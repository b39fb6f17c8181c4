import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("A store that fails is never a silent success") struct CommitFailureTests {
    /// What a handler does, and which of the store's operations that needs.
    struct Row: Sendable, CustomTestStringConvertible {
        let operation: FaultyStore.Operation
        let isKnown: Bool
        let handler: @Sendable (Session) throws -> Void

        var testDescription: String { operation.rawValue }
    }

    static let rows: [Row] = [
        Row(operation: .create, isKnown: false) { $0["visited", as: Bool.self] = true },
        Row(operation: .replace, isKnown: true) { $0["visited", as: Bool.self] = true },
        Row(operation: .move, isKnown: true) { $0.renew() },
        Row(operation: .delete, isKnown: true) { $0.destroy() },
        Row(operation: .touch, isKnown: true) { _ in },
    ]

    @Test(arguments: rows)
    func `a commit that the store refuses is a 503 with Retry-After and no cookie (promise 3)`(
        row: Row
    ) async throws {
        let answer = try await answer(to: row, with: .unavailable)
        #expect(answer.status == 503)
        #expect(answer.headers[.retryAfter] == "5")
        #expect(answer.setCookies == [])
        #expect(!answer.body.contains("done"))
    }

    @Test func `a destruction that the store refuses at the commit is tried again, and the id refused (promise 1)`()
        async throws
    {
        let house = try House()
        try await house.seed(ana)
        house.store.fail(.delete, times: 1)
        let router = house.router()
        router.addWho()
        router.get("/leave") { _, context in
            try context.session.destroy()
            return "done"
        }
        try await house.serve(router) { client in
            let cookie = try House.cookie(House.id)
            let answer = try await client.send("/leave", cookie: cookie)
            #expect(answer.status == 503)
            let refused = try await client.send("/who", cookie: cookie)
            #expect(refused.body == "nobody")
        }
        await house.keeper.retryDestructionsOnce()
        let gone = try await house.stored()
        #expect(gone == nil)
    }

    @Test func `a record that is too large for the store is a 500 and no cookie (promise 3)`() async throws {
        for row in Self.rows.prefix(2) {
            let answer = try await answer(to: row, with: .tooLarge)
            #expect(answer.status == 500)
            #expect(answer.setCookies == [])
        }
    }

    @Test func `a value that JSON cannot hold is a 500, and nothing of the request is stored (promise 3)`()
        async throws
    {
        let house = try House()
        let router = house.router()
        router.get("/") { _, context in
            try context.session["visited", as: Bool.self] = true
            try context.session["share", as: Double.self] = .infinity
            return "done"
        }
        let answer = try await house.serve(router) { try await $0.send("/") }
        #expect(answer.status == 500)
        #expect(answer.setCookies == [])
        let count = try await house.memory.count()
        #expect(count == 0)
    }

    @Test(arguments: Misfit.all)
    func `a cookie or an id that cannot be is a 500, and nothing of the request is stored`(
        _ misfit: Misfit
    ) async throws {
        var options = SessionOptions()
        misfit.change(&options)
        let house = try House(options)
        let router = house.router()
        router.get("/") { _, context in
            try context.session["visited", as: Bool.self] = true
            if misfit.setsDomain { try context.session.cookie.domain = "exam ple.com" }
            return "done"
        }
        let answer = try await house.serve(router) { try await $0.send("/") }
        #expect(answer.status == 500)
        #expect(answer.setCookies == [])
        let count = try await house.memory.count()
        #expect(count == 0)
    }

    @Test func `a page that asks for no session works while the store fails`() async throws {
        let house = try House()
        try await house.seed(ana)
        house.store.fail(.load, .touch, .replace)
        let router = house.router()
        router.get("/about") { _, _ in "about us" }
        let answer = try await house.serve(router) { try await $0.send("/about", cookie: House.cookie(House.id)) }
        #expect(answer.status == 200)
        #expect(answer.body == "about us")
        #expect(answer.setCookies == [])
        #expect(house.log.errors == ["the session store failed"])
    }

    @Test func `a handler's own store failure is a 503 too, logged once, and commits nothing`() async throws {
        let house = try House()
        let router = house.router()
        router.get("/") { _, context -> Response in
            try context.session["visited", as: Bool.self] = true
            throw StoreError("account", .unavailable, cause: "secret host 10.0.0.7")
        }
        let answer = try await house.serve(router) { try await $0.send("/") }
        #expect(answer.status == 503)
        #expect(answer.setCookies == [])
        #expect(!answer.body.contains("10.0.0.7"))
        #expect(house.log.errors == ["the session store failed"])
        let count = try await house.memory.count()
        #expect(count == 0)
    }

    private func answer(to row: Row, with kind: StoreError.Kind) async throws -> Received {
        let house = try House()
        try await house.seed(ana)
        // So that a touch is due.
        house.clock.advance(by: .seconds(120))
        house.store.fail(row.operation, with: kind)
        let router = house.router()
        router.get("/") { _, context in
            try row.handler(context.session)
            return "done"
        }
        let cookie = row.isKnown ? try House.cookie(House.id) : nil
        return try await house.serve(router) { try await $0.send("/", cookie: cookie) }
    }
}

struct Misfit: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Whether the handler asks for a domain that is none.
    var setsDomain = false
    var change: @Sendable (inout SessionOptions) -> Void = { _ in }

    static let all = [
        Misfit(testDescription: "a domain that is none", setsDomain: true),
        Misfit(testDescription: "one that the cookie is adapted to") {
            $0.adaptCookie = { cookie, _ in cookie.domain = "exam ple.com" }
        },
        Misfit(testDescription: "an id that cannot be made") { $0.makeID = { _ in throw CancellationError() } },
    ]
}
