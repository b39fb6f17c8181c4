import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import StoreTesting
import Testing

@Suite("Health") struct HealthTests {
    /// A visit, and the log after it.
    private func visit(
        _ house: House, accounts: any AccountStore = MemoryAccountStore(),
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let router = Router(context: PorteroContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ErrorPages(.outer, views: nil))
        router.health(checks: [.sessions(house.store), .accounts(accounts)])
        router.add(middleware: SessionMiddleware(house.keeper))
        try await house.serve(router, .router, body)
    }

    @Test func `the process is alive whatever its stores do`() async throws {
        let house = try House()
        house.store.fail(.load)
        try await visit(house) { client async throws in
            let answer = try await client.send("/healthz", cookie: House.cookie(House.id))
            #expect(answer.status == 200 && answer.body == "ok")
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(house.store.calls == [])
        }
    }

    @Test func `it is ready while its stores answer, and asks each once`() async throws {
        let house = try House()
        try await visit(house) { client async throws in
            let answer = try await client.send("/readyz", cookie: House.cookie(House.id))
            #expect(answer.status == 200 && answer.body == "ready")
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(house.store.calls.count == 1)
            let json = try await client.send("/readyz", [.accept: "application/json"])
            #expect(json.body == #"{"ready":true,"down":[]}"#)
            #expect(json.headers[.contentType] == "application/json; charset=utf-8")
            let head = try await client.send(.head, "/readyz")
            #expect(head.status == 200 && head.body == "")
        }
    }

    @Test func `a store that fails is named, and nothing is said of why`() async throws {
        let house = try House()
        house.store.fail(.load)
        try await visit(house, accounts: BrokenAccounts()) { client async throws in
            let answer = try await client.send("/readyz")
            #expect(answer.status == 503 && answer.body == "down: sessions, accounts")
            #expect(answer.headers[.retryAfter] == "5" && answer.headers[.cacheControl] == "no-store")
            let json = try await client.send("/readyz", [.accept: "application/json"])
            #expect(json.status == 503 && json.body == #"{"ready":false,"down":["sessions","accounts"]}"#)
        }
    }

    @Test func `the log is told when it changes, not at each look`() async throws {
        let house = try House()
        try await visit(house) { client async throws in
            house.store.fail(.load)
            for _ in 0..<3 { _ = try await client.send("/readyz") }
            house.store.heal()
            for _ in 0..<3 { _ = try await client.send("/readyz") }
        }
        #expect(house.log.errors == ["a health check fails"])
        #expect(house.log.lines(at: .notice).map { $0.prefix(29) } == ["a health check succeeds again"])
    }

    private struct BrokenAccounts: AccountStore {
        private func failure() -> StoreError { StoreError("account", .unavailable, cause: "hunter2") }

        func account(named username: String) async throws(StoreError) -> Account? { throw failure() }
        func add(_ account: Account) async throws(StoreError) -> AccountConflict? { throw failure() }
        func setDisabled(_ isDisabled: Bool, of username: String) async throws(StoreError) -> Account? {
            throw failure()
        }
        func replaceHash(
            of username: String, _ old: PasswordHash, with new: PasswordHash
        ) async throws(StoreError) -> Bool { throw failure() }
        func remove(_ username: String) async throws(StoreError) -> Account? { throw failure() }
        func accounts() async throws(StoreError) -> [Account] { throw failure() }
    }
}
