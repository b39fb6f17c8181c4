import HTTPCookies
import ProcessTesting
import Sessions
import SignIn
import StoreTesting
import Testing

@testable import PostgresStores

@Suite("The time zone of the connections") struct TimeZoneTests {
    private let clock = ManualClock()
    private let hour = Duration.seconds(3600)

    @Test(arguments: [
        (nil, "2026-01-01 23:04:05.678"), ("UTC", "2026-01-02 04:04:05.678"), ("Asia/Tokyo", "2026-01-02 13:04:05.678"),
    ])
    func `decides what is written; it is the server's unless said otherwise`(
        _ row: (zone: String?, text: String)
    ) async throws {
        let store = try await store(in: row.zone)
        let written = try record(expiry: clock.now() + hour)
        _ = try await store.create(key("one"), written)
        let client = try await client(in: nil)
        #expect(try client.value("SELECT expire FROM \(store.table.name)") == row.text)
        let loaded = try await store.load(key("one"))
        #expect(loaded == written)
    }

    @Test(arguments: [nil, "UTC", "Asia/Tokyo", "America/St_Johns"] as [String?])
    func `is Express's, and then both mean the same`(_ zone: String?) async throws {
        let store = try await store(in: zone)
        let express = ExpressStore(client: try await client(in: zone), table: "\(store.table.name)")
        try express.set("express", "{}", until: clock.now() + .seconds(5))
        let loaded = try await store.load(SessionKey(try #require(SessionID("express"))))
        #expect(loaded?.expiry == Instant(milliseconds: 1_767_323_051_000))
        _ = try await store.create(SessionKey(try #require(SessionID("ours"))), record(expiry: clock.now() + hour))
        #expect(try express.get("ours", at: clock.now() + hour + .seconds(-1)) == "{}")
        #expect(try express.get("ours", at: clock.now() + hour) == nil)
        try express.prune(at: clock.now() + .seconds(6))
        let (first, second) = (try await store.load(key("express")), try await store.load(key("ours")))
        #expect(first == nil)
        #expect(second != nil)
        try express.touch("ours", until: clock.now() + hour + hour)
        let touched = try await store.load(key("ours"))
        #expect(touched?.expiry == Instant(milliseconds: 1_767_323_046_000) + hour + hour)
    }

    /// As connect-pg-simple 10 itself was seen to do: such a session lives too long, or is not there.
    @Test func `that is another than Express's moves every expiry, which is why it has to be the same`() async throws {
        let (west, east) = (try await store(in: nil), try await store(in: "Asia/Tokyo"))
        let express = ExpressStore(client: try await client(in: "UTC"), table: "\(west.table.name)")
        try express.set("express", "{}", until: clock.now() + hour)
        let late = try await west.load(key("express"))
        #expect(late?.expiry == Instant(milliseconds: 1_767_323_046_000) + hour * 6)
        let other = ExpressStore(client: try await client(in: "UTC"), table: "\(east.table.name)")
        try other.set("express", "{}", until: clock.now() + hour)
        let early = try await east.load(key("express"))
        #expect(early == nil)
    }

    @Test func `that nobody knows is refused`() async throws {
        let error = await #expect(throws: StoreError.self) { _ = try await store(in: "Nowhere/Land") }
        #expect(error?.cause == "PostgreSQL: no connection: SQLSTATE 22023")
    }

    @Test func `decides nothing of accounts and tokens`() async throws {
        let schema = try await Live.schema()
        let west = try await Live.open(connections: 1)
        let east = try await Live.open(connections: 1, timeZone: "Asia/Tokyo")
        let (token, signIn) = (try #require(TokenID("jti")), try #require(SignInID("sid")))
        let end = clock.now() + .seconds(5)
        try await PostgresDenyList(west, schemaName: schema, clock: clock).deny(.token(token), until: end)
        let list = try PostgresDenyList(east, schemaName: schema, clock: clock)
        let before = try await list.denies(token, of: signIn)
        clock.advance(by: .seconds(5))
        let after = try await list.denies(token, of: signIn)
        #expect((before, after) == (true, false))
    }

    private func key(_ text: String) throws -> SessionKey {
        SessionKey(try #require(SessionID(text)))
    }

    private func store(in zone: String?) async throws -> PostgresSessionStore {
        try await PostgresStoresTests.store(clock, on: Live.open(connections: 1, timeZone: zone))
    }

    private func client(in zone: String?) async throws -> PlainClient {
        let client = try PlainClient(await Live.serverOfAll().connectionString)
        if let zone { try client.run("SET TIME ZONE '\(zone)'") }
        return client
    }
}
