import GRDB
import ProcessTesting
import SQLiteStores
import Sessions
import SignIn
import StoreTesting
import Testing

@Suite("A SQLite store that fails") struct FailureTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `says SQLite's code and message, but no id and no stored value`() async throws {
        let database = try folder.database()
        let store = SQLiteSessionStore(database, clock: clock)
        try await database.pool.write { try $0.execute(sql: "DROP TABLE sessions") }
        let secret = SessionKey(try #require(SessionID("secret-id")))
        let record = try record(#"{"usrId":"secret-user"}"#)
        for failing in operations(on: store, secret, record) {
            let error = await #expect(throws: StoreError.self) { try await failing() }
            #expect(error?.kind == .unavailable)
            #expect(error?.cause == "SQLite error 1: no such table: sessions")
        }
    }

    @Test func `because it is closed says so`() async throws {
        let database = try folder.database()
        let store = SQLiteSessionStore(database, clock: clock)
        try database.close()
        for failing in try operations(on: store, key(1), record()) {
            await #expect(throws: StoreError.self) { try await failing() }
        }
        let error = await #expect(throws: StoreError.self) { try await store.delete(key(1)) }
        #expect(error?.description == "store unavailable in delete: the database is closed")
    }

    @Test func `takes a row that is no session for none, and goes on`() async throws {
        let database = try folder.database()
        let store = SQLiteSessionStore(database, clock: clock)
        for number in 0..<6 { _ = try await store.create(key(number), record()) }
        try await database.pool.write { connection in
            let edits = ["sess = 'x'", "sess = '{}'", "sess = x'ff00'", "expire = 'x'", "expire = 1e300"]
            for (number, edit) in edits.enumerated() {
                try connection.execute(sql: "UPDATE sessions SET \(edit) WHERE id = \(number + 1)")
            }
        }
        for number in 0..<5 {
            let loaded = try await store.load(key(number))
            let replaced = try await store.replace(key(number), record(), with: record())
            #expect(loaded == nil)
            #expect(replaced != .replaced || number >= 3)
        }
        let page = try await store.page(of: nil, after: nil, limit: 10)
        #expect(page.entries.map(\.key).contains(key(5)))
    }

    @Test func `refuses a cursor of another store`() async throws {
        let store = SQLiteSessionStore(try folder.database(), clock: clock)
        let cursor = DirectoryCursor(token: "1:x")
        await #expect(throws: StoreError.self) { try await store.page(of: nil, after: cursor, limit: 1) }
    }

    @Test func `refuses a text above the limit, and nothing changes`() async throws {
        let store = SQLiteSessionStore(try folder.database(), recordLimit: 9, clock: clock)
        let (small, large) = (try record(#"{"n":123}"#), try record(#"{"n":1234}"#))
        _ = try await store.create(key(1), small)
        let error = await #expect(throws: StoreError.self) { try await store.replace(key(1), small, with: large) }
        #expect(error?.kind == .tooLarge)
        await #expect(throws: StoreError.self) { try await store.create(key(2), large) }
        await #expect(throws: StoreError.self) { try await store.move(key(1), small, to: key(2), with: large) }
        let (kept, count) = (try await store.load(key(1)), try await store.count())
        #expect(kept == small)
        #expect(count == 1)
    }

    @Test func `does not take a NUL for the end of a text`() async throws {
        let database = try folder.database()
        let accounts = SQLiteAccountStore(database)
        _ = try await accounts.add(account("ana", .text("a")))
        let other = try await accounts.account(named: "ana\0")
        let conflict = try await accounts.add(account("ana\0b", .text("a\0b")))
        let found = try await accounts.account(named: "ana\0b")
        #expect(other == nil)
        #expect(conflict == nil)
        #expect(found == account("ana\0b", .text("a\0b")))
        let sessions = SQLiteSessionStore(database, clock: clock)
        _ = try await sessions.create(key(1), record(#"{"usrId":42}"#))
        let page = try await sessions.page(of: "42\0", after: nil, limit: 1)
        #expect(page.entries.isEmpty)
    }

    private func operations(
        on store: SQLiteSessionStore, _ key: SessionKey, _ record: SessionRecord
    ) -> [() async throws -> Void] {
        [
            { _ = try await store.load(key) },
            { _ = try await store.create(key, record) },
            { _ = try await store.replace(key, record, with: record) },
            { _ = try await store.move(key, record, to: key, with: record) },
            { _ = try await store.touch(key, until: record.expiry) },
            { _ = try await store.delete(key) },
            { _ = try await store.sweep() },
            { _ = try await store.count() },
            { try await store.clear() },
            { _ = try await store.page(of: "1", after: nil, limit: 1) },
        ]
    }

    private func account(_ username: String, _ usrId: UserID) -> Account {
        Account(usrId: usrId, username: username, name: username, passwordHash: PasswordHash(phc: "$x$"))
    }
}
