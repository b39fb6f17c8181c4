import Foundation
import HTTPCookies
import ProcessTesting
import Sessions
import StoreTesting
import Testing

@testable import PostgresStores

/// The statements that connect-pg-simple 10.0.0 was recorded to send, sent again to a real server.
struct RecordedStore: Decodable, Sendable, CustomTestStringConvertible {
    let note: String
    let opts: Options
    let queries: [Query]

    struct Options: Decodable, Sendable {
        let schemaName, tableName: String?
    }

    struct Query: Decodable, Sendable {
        let sql: String
        let params: [Parameter]
    }

    /// A text, a number, or an object, which node-postgres sends as its JSON.
    enum Parameter: Decodable, Sendable {
        case text(String)
        case number(Int64)
        case session([String: [String: String?]])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let number = try? container.decode(Int64.self) {
                self = .number(number)
            } else {
                self = .session(try container.decode([String: [String: String?]].self))
            }
        }

        var sent: String {
            get throws {
                switch self {
                case .text(let text): text
                case .number(let number): "\(number)"
                case .session(let fields): String(decoding: try JSONEncoder().encode(fields), as: UTF8.self)
                }
            }
        }

        var seconds: Int64? {
            if case .number(let number) = self { number } else { nil }
        }
    }

    var testDescription: String { note }

    static let all: [RecordedStore] = {
        struct Fixture: Decodable { let pg: [RecordedStore] }
        guard let url = Bundle.module.url(forResource: "Fixtures/connect-pg-simple", withExtension: "json"),
            let data = try? Data(contentsOf: url), let fixture = try? JSONDecoder().decode(Fixture.self, from: data)
        else { return [] }
        return fixture.pg
    }()
}

@Suite("What connect-pg-simple sends and ours") struct ExpressVectorTests {
    private enum Place: Int {
        case get, set, touch, destroy, prune
    }

    private let clock = ManualClock()

    @Test func `there are recorded statements`() {
        #expect(RecordedStore.all.count == 5)
    }

    @Test(arguments: RecordedStore.all)
    func `what was set by Express is loaded by ours, for as long as it says`(_ recorded: RecordedStore) async throws {
        let (store, _, send) = try await place(recorded)
        let key = try sessionKey()
        let set = recorded.queries[Place.set.rawValue]
        _ = try send(.set)
        let seconds = try #require(set.params[1].seconds)
        let loaded = try await store.load(key)
        #expect(try loaded?.json == Array(set.params[0].sent.utf8))
        #expect(loaded?.expiry == Instant(milliseconds: seconds * 1000))
        _ = try send(.touch)
        let touched = try await store.load(key)
        let later = try #require(recorded.queries[Place.touch.rawValue].params[0].seconds)
        #expect(touched?.expiry == Instant(milliseconds: later * 1000))
        _ = try send(.destroy)
        let gone = try await store.load(key)
        #expect(gone == nil)
    }

    @Test(arguments: RecordedStore.all)
    func `what ours has written is found by Express, touched, set, destroyed and pruned`(
        _ recorded: RecordedStore
    ) async throws {
        let (store, client, send) = try await place(recorded)
        let key = try sessionKey()
        let text = #"{"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"},"n":"ñ\u0000"}"#
        let written = try record(text, expiry: clock.now() + .seconds(60))
        _ = try await store.create(key, written)
        #expect(try send(.get) == text)
        _ = try send(.touch)
        let touched = try await store.load(key)
        #expect(touched?.json == written.json)
        #expect(touched?.expiry != written.expiry)
        _ = try send(.set)
        let newer = try await store.load(key)
        let answer = try await store.replace(key, written, with: written)
        #expect(answer == newer.map(Replacement.changed))
        let past = try #require(newer?.expiring(at: clock.now() + .seconds(-2)))
        _ = try await store.replace(key, past, with: past)
        #expect(try send(.get) == nil)
        _ = try send(.prune)
        #expect(try client.value("SELECT count(*) FROM \(store.table.name)") == "0")
    }

    @Test(arguments: RecordedStore.all)
    func `what ours has deleted comes back where Express sets it, and not where it touches it`(
        _ recorded: RecordedStore
    ) async throws {
        let (store, _, send) = try await place(recorded)
        let key = try sessionKey()
        _ = try await store.create(key, record(#"{"usrId":42}"#))
        let isDeleted = try await store.delete(key)
        #expect(isDeleted)
        _ = try send(.touch)
        let touched = try await store.load(key)
        #expect(touched == nil)
        _ = try send(.set)
        let loaded = try await store.load(key)
        #expect(try loaded?.json == Array(recorded.queries[Place.set.rawValue].params[0].sent.utf8))
    }

    @Test func `keeps an expiry to the millisecond, and Express to the second`() async throws {
        let store = try await store(clock)
        let client = try PlainClient(await Live.serverOfAll().connectionString)
        let express = ExpressStore(client: client, table: "\(store.table.name)")
        let key = try sessionKey()
        let expiry = clock.now() + .milliseconds(1500)
        _ = try await store.create(key, record("{}", expiry: expiry))
        for (wait, isThereForUs, isThereForExpress) in [
            (0, true, true), (1000, true, true), (499, true, false), (1, false, false),
        ] {
            clock.advance(by: .milliseconds(wait))
            let loaded = try await store.load(key)
            #expect(loaded?.expiry == (isThereForUs ? expiry : nil))
            #expect(try express.get("SID", at: clock.now()) == (isThereForExpress ? "{}" : nil))
        }
    }

    private func sessionKey() throws -> SessionKey {
        SessionKey(try #require(SessionID("SID")))
    }

    /// A store of ours on the recorded one's table, in a database of its own, and what sends a recorded statement.
    private func place(
        _ recorded: RecordedStore
    ) async throws -> (store: PostgresSessionStore, client: PlainClient, send: (Place) throws -> String?) {
        let server = try await Live.serverOfAll()
        let name = try await Live.schema()
        try PlainClient(server.connectionString).run("CREATE DATABASE \(name)")
        let client = try PlainClient(server.connectionString + " dbname=\(name)")
        var table = PostgresSessionTable()
        table.createTableIfMissing = true
        table.tableName = recorded.opts.tableName ?? table.tableName
        if let schema = recorded.opts.schemaName {
            table.schemaName = schema
            try client.run("CREATE SCHEMA \"\(schema.replacing("\"", with: "\"\""))\"")
        }
        let database = try await Live.open("dbname=\(name)", connections: 1)
        let store = try PostgresSessionStore(database, table: table, clock: clock)
        return (
            store, client,
            { place in
                let query = recorded.queries[place.rawValue]
                return try client.value(query.sql, query.params.map { try $0.sent })
            }
        )
    }
}
