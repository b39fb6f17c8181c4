import HTTPCookies
import ProcessTesting
import Sessions
import SignIn
import StoreTesting
import Testing

@testable import PostgresStores

@Suite("A server that goes away") struct LostServerTests {
    private let clock = ManualClock()

    @Test(.timeLimit(.minutes(4)))
    func `is found again by itself, stopped, killed or frozen; and one without TLS is known as such`() async throws {
        let server = try await PostgresServer(settings: ["ssl = off"])
        var options = PostgresDatabase.Options()
        options.connections = 3
        options.timeLimit = .seconds(1)
        let database = try PostgresDatabase(server.connectionString, options: options)
        var table = PostgresSessionTable()
        table.createTableIfMissing = true
        let store = try PostgresSessionStore(database, table: table, clock: clock)
        let kept = try record()
        _ = try await store.create(key(1), kept)

        let encrypted = try PostgresDatabase(server.connectionString + " sslmode=require")
        let error = await #expect(throws: StoreError.self) { try await ping(encrypted) }
        #expect(error?.cause == "PostgreSQL: no connection: the server offers no TLS")

        // Stopped and started between two calls: nobody notices.
        for _ in 0..<3 {
            try await server.stop()
            try await server.start()
            let loaded = try await store.load(key(1))
            #expect(loaded == kept)
        }

        // Away: calls fail, and say why.
        try await server.stop()
        for _ in 0..<5 {
            let error = await #expect(throws: StoreError.self) { try await store.load(key(1)) }
            #expect(error?.kind == .unavailable)
        }
        try await server.start()
        try await comesBack(store, kept)

        // Killed in the middle of a statement.
        let stalled = Task { try await ping(database, "SELECT pg_sleep(3600)") }
        try await poll("the statement to run", within: .seconds(60)) {
            try PlainClient(server.connectionString)
                .value("SELECT 1 FROM pg_stat_activity WHERE query LIKE '%3600%' AND pid <> pg_backend_pid()")
        }
        try await server.kill()
        await #expect(throws: StoreError.self) { try await stalled.value }
        try await server.start()
        try await comesBack(store, kept)

        // Frozen: nothing comes, not even to a cancellation.
        try server.freeze()
        let errors = await withTaskGroup { group in
            for number in 0..<12 { group.addTask { await failure { _ = try await store.load(key(number)) } } }
            return await group.reduce(into: [StoreError]()) { errors, error in error.map { errors.append($0) } }
        }
        #expect(errors.count == 12)
        try server.thaw()
        try await comesBack(store, kept)
        database.close()
    }

    @Test func `ends one connection, and the call that was on it does not guess`() async throws {
        let database = try await Live.open(connections: 1)
        let client = try PlainClient(await Live.serverOfAll().connectionString)
        let pid = try await backend(database)
        let stalled = Task { try await ping(database, "SELECT pg_sleep(3600)") }
        try await poll("the statement to run", within: .seconds(60)) {
            try client.value("SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND state = 'active'", ["\(pid)"])
        }
        try client.run("SELECT pg_terminate_backend($1)", ["\(pid)"])
        let error = await #expect(throws: StoreError.self) { try await stalled.value }
        #expect(error?.cause == "PostgreSQL: SQLSTATE 57P01 (the server is starting or stopping)")
        #expect(try await backend(database) != pid)
    }

    private func comesBack(_ store: PostgresSessionStore, _ kept: SessionRecord) async throws {
        try await poll("the store to recover", within: .seconds(60)) {
            // That it fails for a while is what is waited through.
            (try? await store.load(key(1))) == kept ? () : nil
        }
    }
}

private func failure(_ body: () async throws -> Void) async -> StoreError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? StoreError
    }
}
