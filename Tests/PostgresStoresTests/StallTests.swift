import HTTPCookies
import ProcessTesting
import Sessions
import SignIn
import StoreTesting
import Testing

@testable import PostgresStores

@Suite("A statement that stalls") struct StallTests {
    private let clock = ManualClock()

    /// The lock is held until the call has failed; one that waited for it would never end.
    @Test(.timeLimit(.minutes(2)))
    func `behind another's lock ends in time, has changed nothing, and leaves its connection in order`() async throws {
        let table = table(in: try await Live.schema())
        let patient = try PostgresSessionStore(await Live.database(), table: table, clock: clock)
        let (first, second) = (try record(#"{"n":1}"#), try record(#"{"n":2}"#))
        _ = try await patient.create(key(1), first)
        let database = try await Live.open(connections: 1, timeLimit: .seconds(1))
        let hasty = try PostgresSessionStore(database, table: table, clock: clock)
        let client = try PlainClient(await Live.serverOfAll().connectionString)
        try client.run("BEGIN")
        try client.run("SELECT FROM \(patient.table.name) FOR UPDATE")
        let before = try await backend(database)
        let calls: [() async throws -> Void] = [
            { _ = try await hasty.replace(key(1), first, with: second) },
            { _ = try await hasty.move(key(1), first, to: key(2), with: second) },
            { _ = try await hasty.touch(key(1), until: clock.now() + .seconds(90)) },
            { _ = try await hasty.delete(key(1)) },
        ]
        for call in calls {
            let error = await #expect(throws: StoreError.self) { try await call() }
            #expect(error?.kind == .unavailable)
            #expect(error?.cause == "PostgreSQL: SQLSTATE 57014 (it took too long)")
        }
        let loaded = try await patient.load(key(1))
        #expect(loaded == first)
        #expect(try await backend(database) == before)
        try client.run("ROLLBACK")
        let replaced = try await patient.replace(key(1), first, with: second)
        #expect(replaced == .replaced)
    }

    /// A long first result is sent before the rest has begun.
    @Test(.timeLimit(.minutes(2)), arguments: ["", "SELECT repeat('x', 100000);"])
    func `although the server was told to wait for it is cancelled`(_ first: String) async throws {
        let database = try await Live.open(connections: 1, timeLimit: .milliseconds(300))
        let before = try await backend(database)
        let start = ContinuousClock.now
        await #expect(throws: StoreError.self) {
            try await database.run("stall") { connection throws(PostgresFault) in
                try connection.run(script: "SET LOCAL statement_timeout = 0; \(first) SELECT pg_sleep(3600)")
            }
        }
        // Generous, since others are at work on this machine; the statement would take an hour.
        #expect(ContinuousClock.now - start < .seconds(15))
        let client = try PlainClient(await Live.serverOfAll().connectionString)
        let still = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND state = 'active'"
        try await poll("the statement to be cancelled", within: .seconds(60)) {
            try client.value(still, ["\(before)"]) == "0" ? () : nil
        }
        try await ping(database)
    }

    @Test func `is waited for no longer than 2 seconds, unless told otherwise`() throws {
        #expect(try PostgresDatabase("host=127.0.0.1").timeLimit == .seconds(2))
    }

    @Test(.timeLimit(.minutes(2)))
    func `keeps those who wait for a connection no longer than their own limit`() async throws {
        let database = try await Live.open(connections: 1, timeLimit: .milliseconds(300))
        let causes = await withTaskGroup { group in
            for _ in 0..<50 {
                group.addTask { () -> String? in
                    do {
                        try await ping(database, "SELECT pg_sleep(3600)")
                        return nil
                    } catch {
                        return (error as? StoreError)?.cause
                    }
                }
            }
            return await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        let waited = "PostgreSQL: no connection was free in time"
        let slow = ["PostgreSQL: SQLSTATE 57014 (it took too long)", "PostgreSQL: no answer in time"]
        #expect(causes.isSubset(of: slow + [waited]))
        #expect(causes.contains(waited))
        try await ping(database)
    }

    @Test func `in a deadlock with another is tried again`() async throws {
        let (database, schema) = (try await Live.database(), try await Live.schema())
        try await database.run("make") { connection throws(PostgresFault) in
            try connection.run(script: "CREATE TABLE \(schema).t AS SELECT n, 0 AS hits FROM generate_series(1, 2) n")
        }
        _ = try await withThrowingTaskGroup { group in
            for first in [1, 2] {
                group.addTask {
                    for _ in 0..<5 {
                        try await database.run("meet") { connection throws(PostgresFault) in
                            let hit = "UPDATE \(schema).t SET hits = hits + 1 WHERE n ="
                            try connection.run(
                                script: "\(hit) \(first); SELECT pg_sleep(0.02); \(hit) \(3 - first)")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let client = try PlainClient(await Live.serverOfAll().connectionString)
        #expect(try client.run("SELECT hits FROM \(schema).t") == [["10"], ["10"]])
    }

    @Test func `does not take a cancelled task for a reason to leave a write undone`() async throws {
        let store = try await store(clock)
        let (first, second) = (try record(#"{"n":1}"#), try record(#"{"n":2}"#))
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            #expect(Task.isCancelled)
            let isCreated = try await store.create(key(1), first)
            let replaced = try await store.replace(key(1), first, with: second)
            let loaded = try await store.load(key(1))
            return isCreated && replaced == .replaced && loaded == second
        }
        #expect(try await task.value)
    }
}
