import HTTPCookies
import ProcessTesting
import Sessions
import StoreTesting
import Testing

@testable import PostgresStores

@Suite("The table of sessions") struct TableTests {
    private let clock = ManualClock()

    /// Source: connect-pg-simple 10.0.0, `table.sql`.
    private static func tableOfExpress(_ schema: String) -> [String] {
        [
            """
            CREATE TABLE \(schema)."session" (
              "sid" varchar NOT NULL COLLATE "default", "sess" json NOT NULL, "expire" timestamp(6) NOT NULL
            ) WITH (OIDS=FALSE)
            """,
            """
            ALTER TABLE \(schema)."session" ADD CONSTRAINT "session_pkey" PRIMARY KEY ("sid")
            NOT DEFERRABLE INITIALLY IMMEDIATE
            """,
            #"CREATE INDEX "IDX_session_expire" ON \#(schema)."session" ("expire")"#,
        ]
    }

    @Test func `is connect-pg-simple's, column for column and index for index`() async throws {
        let (client, ours, theirs) = (try await client(), try await Live.schema(), try await Live.schema())
        for statement in Self.tableOfExpress(theirs) { try client.run(statement) }
        _ = try await PostgresSessionStore(Live.database(), table: table(in: ours))
        let columns = """
            SELECT column_name, data_type, datetime_precision, is_nullable, column_default FROM information_schema.columns
            WHERE table_schema = $1 AND table_name = 'session' ORDER BY ordinal_position
            """
        let indexes = "SELECT replace(indexdef, $1, '') FROM pg_indexes WHERE schemaname = $1 AND tablename = 'session'"
        for question in [columns, indexes + " ORDER BY 1"] {
            let expected = try client.run(question, [theirs])
            #expect(try client.run(question, [ours]) == expected)
            #expect(expected.count >= 2)
        }
    }

    @Test func `can be made a second time in one schema, under another name`() async throws {
        let schema = try await Live.schema()
        for name in ["session", "web sess", #"o"dd"#, String(repeating: "ñ", count: 28)] {
            var table = table(in: schema)
            table.tableName = name
            let store = try PostgresSessionStore(await Live.database(), table: table, clock: clock)
            _ = try await store.create(key(1), record(#"{"usrId":"\#(name.utf8.count)"}"#))
            let count = try await store.count()
            #expect(count == 1)
        }
    }

    @Test func `that is missing is an error, unless it is to be made`() async throws {
        var missing = table(in: try await Live.schema())
        missing.createTableIfMissing = false
        let database = try await Live.database()
        let error = #expect(throws: StoreError.self) { try PostgresSessionStore(database, table: missing) }
        #expect(error?.cause.contains("createTableIfMissing") == true)
    }

    @Test func `that Express has made is used as it is, and made by many at once is made once`() async throws {
        let (client, schema) = (try await client(), try await Live.schema())
        for statement in Self.tableOfExpress(schema) { try client.run(statement) }
        var existing = table(in: schema)
        existing.createTableIfMissing = false
        let store = try PostgresSessionStore(await Live.database(), table: existing, clock: clock)
        let isCreated = try await store.create(key(1), record())
        #expect(isCreated)
        let (fresh, database) = (table(in: try await Live.schema()), try await Live.database())
        try await withThrowingTaskGroup { group in
            for number in 0..<4 {
                group.addTask {
                    let store = try PostgresSessionStore(database, table: fresh, clock: ManualClock())
                    _ = try await store.create(key(number), record())
                }
            }
            try await group.waitForAll()
        }
        let count = try await PostgresSessionStore(database, table: fresh, clock: clock).count()
        #expect(count == 4)
    }

    @Test func `can be used by somebody who may make no tables`() async throws {
        let (client, schema) = (try await client(), try await Live.schema())
        _ = try await PostgresSessionStore(Live.database(), table: table(in: schema))
        try client.run("CREATE ROLE \(schema) LOGIN")
        try client.run("GRANT USAGE ON SCHEMA \(schema) TO \(schema)")
        try client.run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \(schema) TO \(schema)")
        let database = try await Live.open("user=\(schema)", connections: 1)
        let store = try PostgresSessionStore(database, table: table(in: schema), clock: clock)
        let isCreated = try await store.create(key(1), record(#"{"usrId":42}"#))
        let isDeleted = try await store.delete(key(1))
        #expect(isCreated)
        #expect(isDeleted)
    }

    @Test func `whose rows do not outlive a crash has an owners' table of the same kind`() async throws {
        let (client, schema) = (try await client(), try await Live.schema())
        for statement in Self.tableOfExpress(schema) { try client.run(statement) }
        try client.run("ALTER TABLE \(schema).session SET UNLOGGED")
        let store = try PostgresSessionStore(await Live.database(), table: table(in: schema), clock: clock)
        let isCreated = try await store.create(key(1), record(#"{"usrId":42}"#))
        #expect(isCreated)
    }

    @Test func `altered to jsonb works on, at the price of one more try`() async throws {
        let store = try await store(clock)
        let written = try record(#"{"b":1,"a":1.0,"usrId":42}"#)
        _ = try await store.create(key(1), written)
        try await client().run("ALTER TABLE \(store.table.name) ALTER sess TYPE jsonb")
        let loaded = try #require(try await store.load(key(1)))
        #expect(loaded.json == Array(#"{"a": 1.0, "b": 1, "usrId": 42}"#.utf8))
        let answer = try await store.replace(key(1), written, with: written)
        #expect(answer == .changed(loaded))
        let replaced = try await store.replace(key(1), loaded, with: written)
        let moved = try await store.move(key(1), loaded, to: key(2), with: written)
        let isCreated = try await store.create(key(3), written)
        #expect(replaced == .replaced)
        #expect(moved == .replaced)
        #expect(isCreated)
        let page = try await store.page(of: "42", after: nil, limit: 10)
        #expect(Set(page.entries.map(\.key)) == [key(2), key(3)])
        let nul = try record(#"{"a":"\u0000"}"#)
        let error = await #expect(throws: StoreError.self) { try await store.create(key(4), nul) }
        #expect(error?.cause == "PostgreSQL: SQLSTATE 22P05 (a text that the database cannot hold)")
    }

    @Test func `holds ids as they are, and digests where no id can be`() async throws {
        let store = try await store(clock)
        _ = try await store.create(SessionKey(try #require(SessionID("abc"))), record())
        _ = try await store.create(key(1, .hashed), record())
        let sql = "SELECT sid, ascii(sid), length(sid) FROM \(store.table.name) ORDER BY 2 DESC"
        let rows = try await client().run(sql)
        #expect(rows.first == ["abc", "97", "3"])
        #expect(rows.last?.dropFirst() == ["1", "44"])
    }

    @Test func `loses the owner's row with the session, whoever deletes it`() async throws {
        let store = try await store(clock)
        let client = try await client()
        let express = ExpressStore(client: client, table: "\(store.table.name)")
        for number in 1...6 {
            _ = try await store.create(SessionKey(try #require(SessionID("s\(number)"))), record(#"{"usrId":42}"#))
        }
        #expect(try client.value("SELECT count(*) FROM \(store.table.owners)") == "6")
        try express.destroy("s1")
        #expect(try client.value("SELECT count(*) FROM \(store.table.owners)") == "5")
        try express.prune(at: clock.now() + .seconds(61))
        #expect(try client.value("SELECT count(*) FROM \(store.table.owners)") == "0")
    }

    private func client() async throws -> PlainClient {
        try PlainClient(await Live.serverOfAll().connectionString)
    }
}
