import HTTPCookies
import ProcessTesting
import Sessions
import SignIn
import StoreTesting
import Testing

@testable import PostgresStores

@Suite("A PostgreSQL store that fails") struct FailureTests {
    private let clock = ManualClock()

    @Test func `says the code, but no id and no stored value`() async throws {
        let store = try await store(clock)
        let client = try PlainClient(await Live.serverOfAll().connectionString)
        try client.run("DROP TABLE \(store.table.owners), \(store.table.name)")
        let secret = SessionKey(try #require(SessionID("secret-id")))
        let record = try record(#"{"usrId":"secret-user"}"#)
        let calls: [() async throws -> Void] = [
            { _ = try await store.load(secret) },
            { _ = try await store.create(secret, record) },
            { _ = try await store.replace(secret, record, with: record) },
            { _ = try await store.move(secret, record, to: key(1), with: record) },
            { _ = try await store.touch(secret, until: record.expiry) },
            { _ = try await store.delete(secret) },
            { _ = try await store.sweep() },
            { _ = try await store.count() },
            { try await store.clear() },
            { _ = try await store.page(of: "1", after: nil, limit: 1) },
        ]
        for call in calls {
            let error = await #expect(throws: StoreError.self) { try await call() }
            #expect(error?.cause == "PostgreSQL: SQLSTATE 42P01 (a table is missing)")
        }
    }

    @Test func `refuses a text above the limit, and nothing changes`() async throws {
        let store = try PostgresSessionStore(
            await Live.database(), table: table(in: await Live.schema()), recordLimit: 9, clock: clock)
        let (small, large) = (try record(#"{"n":123}"#), try record(#"{"n":1234}"#))
        _ = try await store.create(key(1), small)
        let error = await #expect(throws: StoreError.self) { try await store.replace(key(1), small, with: large) }
        #expect(error?.description == "record too large in replace: 10 bytes of JSON, expected at most 9")
        await #expect(throws: StoreError.self) { try await store.create(key(2), large) }
        await #expect(throws: StoreError.self) { try await store.move(key(1), small, to: key(2), with: large) }
        let (kept, count) = (try await store.load(key(1)), try await store.count())
        #expect(kept == small)
        #expect(count == 1)
    }

    @Test func `takes text that is no UTF-8 for none, before the server is asked`() {
        #expect(SessionRecord(json: Array(#"{"a":""#.utf8) + [0xFF] + Array(#""}"#.utf8), expiry: .epoch) == nil)
    }

    @Test func `refuses a username with a NUL, and finds nobody under one`() async throws {
        let accounts = try await PostgresAccountStore(Live.database(), schemaName: Live.schema())
        let ana = Account(usrId: .integer(1), username: "ana", name: "Ana", passwordHash: PasswordHash(phc: "$x$"))
        _ = try await accounts.add(ana)
        for username in ["ana\0", "\0ana"] {
            let found = try await accounts.account(named: username)
            let removed = try await accounts.remove(username)
            let disabled = try await accounts.setDisabled(true, of: username)
            #expect(found == nil && removed == nil && disabled == nil)
            let other = Account(usrId: .integer(2), username: username, name: "", passwordHash: ana.passwordHash)
            let error = await #expect(throws: StoreError.self) { try await accounts.add(other) }
            #expect(error?.cause == "PostgreSQL: SQLSTATE 22021 (a text that the database cannot hold)")
        }
        let all = try await accounts.accounts()
        #expect(all == [ana])
    }

    @Test func `does not lose a statement whose table was altered since it was prepared`() async throws {
        let database = try await Live.open(connections: 1)
        let schema = try await Live.schema()
        let accounts = try PostgresAccountStore(database, schemaName: schema)
        _ = try await accounts.accounts()
        let client = try PlainClient(await Live.serverOfAll().connectionString)
        try client.run("ALTER TABLE \(schema).portero_accounts ALTER name TYPE varchar")
        let none = try await accounts.accounts()
        #expect(none.isEmpty)
    }
}
