import Foundation
import HTTPCookies
import ProcessTesting
import Sessions
import StoreTesting
import Testing

@testable import RedisStores

@Suite("A directory in Redis", .redis) struct DirectoryTests {
    private let prefix = Redis.prefix()
    private let record: SessionRecord

    init() throws {
        record = try #require(
            SessionRecord(json: Array(#"{"usrId":42}"#.utf8), expiry: ManualClock.start + .seconds(600)))
    }

    private func key(_ number: Int) throws -> SessionKey {
        SessionKey(try #require(SessionID("session \(number)")))
    }

    private func store(_ client: RedisClient, every interval: Duration = .zero) -> RedisSessionStore {
        RedisSessionStore(client, prefix: prefix, indexInterval: interval, clock: ManualClock())
    }

    /// Writes as Express does, which knows of no index.
    private func writeAsExpress(_ number: Int, _ json: String, _ client: RedisClient) async throws {
        _ = try await client.begin("test").ask(Plain(["SET", prefix + "session \(number)", json, "EX", "600"]))
    }

    private func keys(of owner: String, _ store: RedisSessionStore) async throws -> Set<SessionKey> {
        Set(try await store.page(of: owner, after: nil, limit: 100).entries.map(\.key))
    }

    @Test func `has all sessions that Express has written, and after a sweep each user's`() async throws {
        try await Redis.withClient { client in
            let store = store(client)
            _ = try await store.create(key(0), record)
            for number in 1...3 { try await writeAsExpress(number, #"{"cookie":{},"usrId":42}"#, client) }
            try await writeAsExpress(4, #"{"cookie":{},"usrId":"42"}"#, client)
            let (count, before) = (try await store.count(), try await keys(of: "42", store))
            #expect(count == 5)
            #expect(before == [try key(0)])
            _ = try await store.sweep()
            let (number, text) = (try await keys(of: "42", store), try await keys(of: #""42""#, store))
            #expect(number == Set(try (0...3).map(key)))
            #expect(text == [try key(4)])
            let ended = try await store.deleteSessions(of: "42", except: key(1))
            let left = try await store.count()
            #expect(ended == 3)
            #expect(left == 2)
        }
    }

    @Test func `knows of a session whose index was lost after the next sweep`() async throws {
        try await Redis.withClient { client in
            let store = store(client)
            _ = try await store.create(key(1), record)
            _ = try await client.begin("test").ask(Plain(["DEL", store.index.prefix + "42"]))
            let before = try await keys(of: "42", store)
            _ = try await store.sweep()
            let after = try await keys(of: "42", store)
            #expect(before.isEmpty)
            #expect(after == [try key(1)])
        }
    }

    @Test func `forgets in a sweep what is no more, and keeps what is`() async throws {
        try await Redis.withClient { client in
            let store = store(client)
            for number in 0..<250 { _ = try await store.create(key(number), record) }
            for number in 0..<249 { _ = try await store.delete(key(number)) }
            let set = store.index.prefix + "42"
            let before = try await client.begin("test").ask(Plain(["ZCARD", set]))
            _ = try await store.sweep()
            let after = try await client.begin("test").ask(Plain(["ZCARD", set]))
            #expect([before, after] == [.number(250), .number(1)])
            let left = try await keys(of: "42", store)
            #expect(left == [try key(249)])
            _ = try await store.delete(key(249))
            _ = try await store.sweep()
            let isThere = try await client.begin("test").ask(Plain(["EXISTS", set]))
            #expect(isThere == .number(0))
        }
    }

    @Test func `is swept by one process in each interval`() async throws {
        try await Redis.withClient { client in
            let (mine, theirs) = (store(client, every: .seconds(600)), store(client, every: .seconds(600)))
            _ = try await mine.sweep()
            try await writeAsExpress(1, #"{"usrId":42}"#, client)
            for store in [mine, theirs] {
                _ = try await store.sweep()
                let found = try await keys(of: "42", store)
                #expect(found.isEmpty)
            }
        }
    }

    @Test func `never takes a session's index for sessions, even without a prefix`() async throws {
        let server = try await RedisServer()
        try await finishing(with: { try await server.stop() }) {
            try await Redis.withClient("redis://127.0.0.1:\(server.port)") { client in
                let store = RedisSessionStore(client, prefix: "", indexInterval: .zero, clock: ManualClock())
                _ = try await store.create(key(1), record)
                _ = try await store.sweep()
                let (count, page) = (try await store.count(), try await store.page(of: nil, after: nil, limit: 9))
                #expect(count == 1)
                #expect(page.entries.map(\.key) == [try key(1)])
                try await store.clear()
                let size = try await client.begin("test").ask(Plain(["DBSIZE"]))
                #expect(size == .number(0))
            }
        }
    }

    @Test func `goes on in another process, and misses nothing`() async throws {
        try await Redis.withClient { client in
            for number in 0..<300 { _ = try await store(client).create(key(number), record) }
            var met: [SessionKey] = []
            var cursor: DirectoryCursor?
            repeat {
                // Each knows nothing of the reading but the cursor.
                let page = try await store(client).page(of: nil, after: cursor, limit: 7)
                met += page.entries.map(\.key)
                cursor = page.next
            } while cursor != nil && met.count < 10_000
            #expect(Set(met) == Set(try (0..<300).map(key)))
        }
    }

    @Test(arguments: ["", "x", "1.2", "1.2.3.4.x", "1.2.3.4.5.6", "1.-1.0.0.0", "1..2.3.4"])
    func `refuses a cursor of another store`(_ token: String) async throws {
        try await Redis.withClient { client in
            let cursor = DirectoryCursor(token: token)
            await #expect(throws: StoreError.self) { try await store(client).page(of: nil, after: cursor, limit: 1) }
            guard Int64(token) == nil else { return }
            await #expect(throws: StoreError.self) { try await store(client).page(of: "1", after: cursor, limit: 1) }
        }
    }

    @Test func `holds keys that are no session's, and goes on`() async throws {
        try await Redis.withClient { client in
            let store = store(client)
            for (number, text) in ["x", "{", "[]", "1", ""].enumerated() {
                try await writeAsExpress(number, text, client)
            }
            _ = try await client.begin("test").ask(Plain(["LPUSH", prefix + "list", "a"]))
            _ = try await client.begin("test").ask(Plain(["SET", prefix + "a\u{7}b", "{}"]))
            _ = try await store.create(key(9), record)
            let page = try await store.page(of: nil, after: nil, limit: 100)
            #expect(page.entries.map(\.key) == [try key(9)])
            for number in 0..<5 {
                let loaded = try await store.load(key(number))
                let replaced = try await store.replace(key(number), record, with: record)
                #expect(loaded == nil)
                #expect(replaced == .missing)
            }
            let list = SessionKey(try #require(SessionID("list")))
            let replaced = try await store.replace(list, record, with: record)
            #expect(replaced == .missing)
        }
    }

    @Test func `gives a session that Express keeps for ever a day at a time`() async throws {
        try await Redis.withClient { client in
            _ = try await client.begin("test").ask(Plain(["SET", prefix + "session 1", "{}"]))
            let loaded = try await store(client).load(key(1))
            #expect(loaded?.expiry == ManualClock.start + .seconds(86_400))
        }
    }
}

@Suite("One reading of a directory") struct DirectoryReadingTests {
    private func keys(_ numbers: ClosedRange<Int>) -> [SessionKey] {
        numbers.compactMap { SessionID("\($0)") }.map { SessionKey($0) }
    }

    @Test func `gives out each session once, however often it is met`() {
        var reading = DirectoryReading()
        reading.met(keys(1...5), next: ScanPosition(cursor: 7))
        var given = reading.take(3)
        reading.met(keys(2...7), next: nil)
        given += reading.take(9)
        #expect(given.count == 7)
        #expect(Set(given) == Set(keys(1...7)))
        #expect(reading.isOver)
    }

    @Test func `is taken up where the sessions were met that are still to be given out`() {
        var reading = DirectoryReading()
        #expect(reading.resumption.position.cursor == 0)
        reading.met(keys(1...5), next: ScanPosition(cursor: 7))
        let first = reading.take(3)
        #expect(reading.resumption.position.cursor == 0)
        var other = DirectoryReading(reading.resumption)
        other.met(keys(1...5).reversed(), next: ScanPosition(cursor: 7))
        let rest = other.take(9)
        #expect(Set(first).union(rest) == Set(keys(1...5)))
        #expect(rest.count == 2)
        _ = reading.take(2)
        #expect(reading.resumption == DirectoryReading.Resumption(position: ScanPosition(cursor: 7)))
        reading.met(keys(6...9), next: nil)
        _ = reading.take(1)
        #expect(!reading.isOver)
        #expect(reading.resumption.position.cursor == 7)
    }

    @Test func `skips nothing where others are met there meanwhile`() {
        var reading = DirectoryReading()
        reading.met(keys(1...5), next: nil)
        _ = reading.take(3)
        var other = DirectoryReading(reading.resumption)
        other.met(keys(1...6), next: nil)
        #expect(other.waiting.count == 6)
    }

    @Test func `is kept with the latest few others`() throws {
        let readings = DirectoryReadings()
        var reading = DirectoryReading()
        reading.met(keys(1...1), next: nil)
        let cursors = (0..<17).map { _ in readings.keep(reading) }
        let counts = [cursors[0], cursors[1], cursors[1]].map { readings.take($0)?.waiting.count }
        #expect(counts == [0, 1, 0])
    }
}
