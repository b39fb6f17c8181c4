import Foundation
import GRDB
import HTTPCookies
import ProcessTesting
import SQLiteStores
import Sessions
import StoreTesting
import Testing

@Suite("The schema of a SQLite file") struct SchemaTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `has these migrations, in this order`() {
        #expect(SQLiteSchema.migrator.migrations == ["sessions", "accounts", "tokens"])
    }

    @Test func `of an older version is brought up to date, and its sessions stay`() async throws {
        let old = try DatabaseQueue(path: folder.file)
        try SQLiteSchema.migrator.migrate(old, upTo: "sessions")
        try await old.write { connection in
            try connection.execute(
                sql: "INSERT INTO sessions (sid, sess, expire) VALUES (?, ?, ?)",
                arguments: ["abc", Data("{}".utf8), (ManualClock.start + .seconds(60)).milliseconds])
        }
        try old.close()
        let database = try folder.database()
        let id = try #require(SessionID("abc"))
        let loaded = try await SQLiteSessionStore(database, clock: ManualClock()).load(SessionKey(id))
        let accounts = try await SQLiteAccountStore(database).accounts()
        #expect(try loaded == record())
        #expect(accounts.isEmpty)
    }

    @Test func `of a newer version is refused`() async throws {
        let database = try folder.database()
        try await database.pool.write { connection in
            try connection.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('from the future')")
        }
        let error = #expect(throws: StoreError.self) { try folder.database() }
        #expect(error?.cause == "the file was written by a newer version")
    }

    @Test func `is made once where several open a new file at once`() async throws {
        let folder = folder
        try await withThrowingTaskGroup { group in
            for number in 0..<4 {
                group.addTask {
                    let store = SQLiteSessionStore(try folder.database(), clock: ManualClock())
                    _ = try await store.create(key(number), record())
                }
            }
            try await group.waitForAll()
        }
        let count = try await SQLiteSessionStore(folder.database(), clock: ManualClock()).count()
        #expect(count == 4)
    }

    @Test func `keeps digests as bytes and ids as text`() async throws {
        let database = try folder.database()
        let store = SQLiteSessionStore(database, clock: ManualClock())
        _ = try await store.create(key(1, .hashed), record(#"{"usrId":"a7"}"#))
        _ = try await store.create(key(1, .clear), record(#"{"usrId":42}"#))
        let rows = try await database.pool.read { connection in
            try Row.fetchAll(
                connection,
                sql: "SELECT typeof(sid) || length(sid) || typeof(sess) || typeof(expire) || owner FROM sessions"
            )
            .map { $0[0] as String }
        }
        #expect(rows == [#"blob32blobinteger"a7""#, "text32blobinteger42"])
    }
}
