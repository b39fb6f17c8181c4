import HTTPCookies
import ProcessTesting
import Sessions
import StoreTesting
import Testing

@testable import PostgresStores

@Suite("The directory of a table that Express shares") struct DirectoryTests {
    private let clock = ManualClock()

    @Test func `finds what Express has begun, changed, or handed to somebody else`() async throws {
        let store = try await store(clock)
        let express = try await express(store)
        let expiry = clock.now() + .seconds(60)
        let cookie = #""cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"}"#
        try express.set("begun", "{\(cookie),\"usrId\":42}", until: expiry)
        try express.set("other", "{\(cookie),\"usrId\":421,\"n\":42}", until: expiry)
        try express.set("blanks", "{\(cookie),\"usrId\" :\n42 }", until: expiry)
        try express.set("escaped", "{\(cookie),\"usr\\u0049d\":42}", until: expiry)
        _ = try await store.create(key("anonymous"), record("{\(cookie)}"))
        try express.set("anonymous", "{\(cookie),\"usrId\":42}", until: expiry)
        _ = try await store.create(key("handed over"), record("{\(cookie),\"usrId\":42}"))
        try express.set("handed over", "{\(cookie),\"usrId\":7}", until: expiry)
        _ = try await store.create(key("ours"), record("{\(cookie),\"usrId\":42}"))
        try express.touch("ours", until: expiry + .seconds(60))
        #expect(try await found(of: "42", in: store) == ["anonymous", "begun", "blanks", "escaped", "ours"])
        #expect(try await found(of: "7", in: store) == ["handed over"])
        let ended = try await store.deleteSessions(of: "42", except: key("ours"))
        #expect(ended == 4)
        #expect(try express.get("begun", at: clock.now()) == nil)
    }

    @Test func `is looked through a part at a time, however many sessions there are of others`() async throws {
        let store = try await store(clock)
        try await express(store).client.run(
            """
            INSERT INTO \(store.table.name) (sid, sess, expire)
            SELECT 's' || n, json_build_object('usrId', n % 1500), to_timestamp(1767323100) FROM generate_series(1, 4500) n
            """)
        var (pages, met) = (0, 0)
        var cursor: DirectoryCursor?
        repeat {
            let page = try await store.page(of: "1499", after: cursor, limit: 10)
            (pages, met, cursor) = (pages + 1, met + page.entries.count, page.next)
        } while cursor != nil
        #expect(met == 3)
        #expect(pages == 5)
        let ended = try await store.deleteSessions(of: "1498")
        #expect(ended == 3)
        try await store.clear()
        let count = try await store.count()
        #expect(count == 0)
    }

    @Test func `gives cursors that show no id, and takes no others`() async throws {
        let store = try await store(clock)
        let ids = ["first-secret-id", "second-secret-id"]
        for id in ids { _ = try await store.create(key(id), record()) }
        let cursor = try #require(try await store.page(of: nil, after: nil, limit: 1).next)
        let opened = Base64.url.decode(cursor.token.utf8).map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(!cursor.token.contains("secret") && !opened.contains("secret"))
        let next = try await store.page(of: nil, after: cursor, limit: 1)
        #expect(next.entries.map(\.key) == [try key(ids[1])])
        let other = try await PostgresStoresTests.store(clock)
        let broken = String(cursor.token.dropLast(4))
        for (store, token) in [(other, cursor.token), (store, ""), (store, "x"), (store, broken)] {
            await #expect(throws: StoreError.self) {
                try await store.page(of: nil, after: DirectoryCursor(token: token), limit: 1)
            }
        }
    }

    @Test func `has nothing of an owner with a NUL, and reads on over rows that are no sessions`() async throws {
        let store = try await store(clock)
        try await express(store).client.run(
            """
            INSERT INTO \(store.table.name) (sid, sess, expire)
            VALUES ('a', '[42]', 'infinity'), (E'b\\x02', '{}', 'infinity'), ('c', '{"usrId":42}', 'infinity'),
            ('d', '"42"', 'infinity')
            """)
        let none = try await store.page(of: "42\0", after: nil, limit: 1)
        #expect(none.entries.isEmpty && none.next == nil)
        for limit in [1, 2, 10] {
            for owner in [nil, "42"] {
                var keys: [SessionKey] = []
                try await store.forEach(of: owner, pageSize: limit) { keys.append($0.key) }
                #expect(keys == [try key("c")])
            }
        }
        let loaded = try await store.load(key("a"))
        #expect(loaded == nil)
    }

    private func found(of owner: String, in store: PostgresSessionStore) async throws -> [String] {
        var ids: [String] = []
        try await store.forEach(of: owner, pageSize: 2) { ids.append($0.key.columnText) }
        return ids.sorted()
    }

    private func key(_ text: String) throws -> SessionKey {
        SessionKey(try #require(SessionID(text)))
    }

    private func express(_ store: PostgresSessionStore) async throws -> ExpressStore {
        ExpressStore(
            client: try PlainClient(await Live.serverOfAll().connectionString), table: "\(store.table.name)")
    }
}

@Suite("A sweep") struct SweepTests {
    private let clock = ManualClock()

    @Test func `takes all that have expired, however many, and leaves the rest`() async throws {
        let store = try await store(clock)
        try await client().run(
            """
            INSERT INTO \(store.table.name) (sid, sess, expire)
            SELECT 's' || n, '{}', to_timestamp(CASE WHEN n % 2 = 0 THEN 1767323000 ELSE 1767323100 END)
            FROM generate_series(1, 5000) n
            """)
        let swept = try await store.sweep()
        let count = try await store.count()
        #expect(swept == 2500)
        #expect(count == 2500)
    }

    @Test func `leaves the work to another node that is at it`() async throws {
        let (store, client) = (try await store(clock), try await client())
        try client.run(
            "INSERT INTO \(store.table.name) (sid, sess, expire) VALUES ('a', '{}', to_timestamp(1767323000))")
        let lock = "portero sweeps \(store.table.name)"
        try client.run("SELECT pg_advisory_lock(hashtextextended($1, 0))", [lock])
        let first = try await store.sweep()
        try client.run("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [lock])
        let second = try await store.sweep()
        #expect((first, second) == (0, 1))
    }

    @Test func `does not wait for a row that somebody is at`() async throws {
        let (store, client) = (try await store(clock), try await client())
        try client.run(
            """
            INSERT INTO \(store.table.name) (sid, sess, expire)
            SELECT 's' || n, '{}', to_timestamp(1767323000) FROM generate_series(1, 10) n
            """)
        try client.run("BEGIN")
        try client.run("UPDATE \(store.table.name) SET expire = to_timestamp(1767323100) WHERE sid = 's3'")
        let swept = try await store.sweep()
        try client.run("COMMIT")
        let again = try await store.sweep()
        #expect((swept, again) == (9, 0))
    }

    private func client() async throws -> PlainClient {
        try PlainClient(await Live.serverOfAll().connectionString)
    }
}
