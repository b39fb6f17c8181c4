import HTTPCookies
import Sessions
import StoreTesting
import Testing

@Suite("MemorySessionStore keeps the store contract") struct MemorySessionStoreContractTests {
    @Test(arguments: StoreContract.promises)
    func `with its default capacity`(_ promise: StoreContract.Promise) async throws {
        try await promise.check { clock in MemorySessionStore(clock: clock) }
    }

    @Test(arguments: StoreContract.promises)
    func `in one shard`(_ promise: StoreContract.Promise) async throws {
        try await promise.check { clock in MemorySessionStore(capacity: 4000, shards: 1, clock: clock) }
    }
}

@Suite("MemorySessionStore is bounded") struct MemorySessionStoreBoundTests {
    private let clock = ManualClock()

    @Test(arguments: [1, 2, 7, 100]) func `a small store holds exactly its capacity`(_ capacity: Int) async throws {
        let store = MemorySessionStore(capacity: capacity, clock: clock)
        for number in 0..<3 * capacity {
            _ = try await store.create(key(number), record(life: number + 1))
            let count = try await store.count()
            #expect(count == min(number + 1, capacity))
        }
    }

    @Test func `a store in shards never holds more than its capacity, and nearly all of it`() async throws {
        let store = MemorySessionStore(capacity: 8_003, clock: clock)
        for number in 0..<12_000 {
            _ = try await store.create(key(number), record(life: 60))
        }
        let count = try await store.count()
        #expect(count <= 8_003)
        #expect(count > 7_600)
    }

    @Test func `where it is full, the session nearest its expiry goes`() async throws {
        let store = MemorySessionStore(capacity: 3, clock: clock)
        for (number, life) in [50, 10, 30].enumerated() { _ = try await store.create(key(number), record(life: life)) }
        _ = try await store.create(key(3), record(life: 5))
        #expect(try await numbers(in: store, of: 4) == [0, 2, 3])
        _ = try await store.create(key(4), record(life: 5))
        #expect(try await numbers(in: store, of: 5) == [0, 2, 4])
    }

    @Test func `where it is full, an expired session goes first`() async throws {
        let store = MemorySessionStore(capacity: 3, clock: clock)
        for (number, life) in [50, 10, 30].enumerated() { _ = try await store.create(key(number), record(life: life)) }
        clock.advance(by: .seconds(10))
        _ = try await store.create(key(3), record(life: 1))
        #expect(try await numbers(in: store, of: 4) == [0, 2, 3])
    }

    @Test func `a session that was touched is not taken for the nearest its expiry`() async throws {
        let store = MemorySessionStore(capacity: 3, clock: clock)
        for (number, life) in [10, 20, 30].enumerated() { _ = try await store.create(key(number), record(life: life)) }
        _ = try await store.create(key(3), record(life: 40))
        _ = try await store.touch(key(1), until: clock.now() + .seconds(100))
        _ = try await store.create(key(4), record(life: 50))
        #expect(try await numbers(in: store, of: 5) == [1, 3, 4])
    }

    @Test func `the sessions go in the order of their expiries, whatever came between`() async throws {
        let store = MemorySessionStore(capacity: 400, clock: clock)
        var generator = SeededGenerator(seed: 7)
        var lives: [Int: Int] = [:]
        for number in 0..<4000 {
            let life = Int.random(in: 1...1_000_000, using: &generator)
            if lives.count == 400, let nearest = lives.min(by: { $0.value < $1.value }) { lives[nearest.key] = nil }
            lives[number] = life
            _ = try await store.create(key(number), record(life: life))
            if number % 3 == 0, let touched = lives.keys.min() {
                lives[touched] = Int.random(in: 1...1_000_000, using: &generator)
                _ = try await store.touch(key(touched), until: clock.now() + .seconds(lives[touched] ?? 0))
            }
            if number % 50 == 0, let deleted = lives.keys.max() {
                lives[deleted] = nil
                _ = try await store.delete(key(deleted))
            }
        }
        #expect(try await numbers(in: store, of: 4000) == lives.keys.sorted())
    }

    @Test func `a replace makes nobody go`() async throws {
        let store = MemorySessionStore(capacity: 2, clock: clock)
        _ = try await store.create(key(0), record(life: 10))
        _ = try await store.create(key(1), record(life: 20))
        let answer = try await store.replace(key(1), record(life: 20), with: record(life: 30))
        #expect(answer == .replaced)
        #expect(try await numbers(in: store, of: 2) == [0, 1])
    }

    @Test func `a move makes nobody go`() async throws {
        let store = MemorySessionStore(capacity: 2, clock: clock)
        _ = try await store.create(key(0), record(life: 10))
        _ = try await store.create(key(1), record(life: 20))
        let answer = try await store.move(key(1), record(life: 20), to: key(2), with: record(life: 30))
        #expect(answer == .replaced)
        #expect(try await numbers(in: store, of: 3) == [0, 2])
    }

    private func numbers(in store: MemorySessionStore, of count: Int) async throws -> [Int] {
        var found: [Int] = []
        for number in 0..<count where try await store.load(key(number)) != nil { found.append(number) }
        return found
    }

    private func record(life: Int) throws -> SessionRecord {
        try #require(SessionRecord(json: Array("{}".utf8), expiry: clock.now() + .seconds(life)))
    }
}

@Suite("MemorySessionStore frees what it drops") struct MemorySessionStoreMemoryTests {
    private let clock = ManualClock()

    @Test func `a load frees the expired record that it meets`() async throws {
        let store = MemorySessionStore(clock: clock)
        _ = try await store.create(key(1), record())
        clock.advance(by: .seconds(60))
        #expect(store.heldRecords == 1)
        _ = try await store.load(key(1))
        #expect(store.heldRecords == 0)
    }

    @Test func `a sweep frees expired records, and the room that they took`() async throws {
        let store = MemorySessionStore(clock: clock)
        for number in 0..<20_000 { _ = try await store.create(key(number), record()) }
        let roomBefore = store.reservedRoom
        clock.advance(by: .seconds(60))
        _ = try await store.create(key(20_000), record())
        _ = try await store.sweep()
        #expect(store.heldRecords == 1)
        #expect(store.reservedRoom < roomBefore / 1000)
    }

    @Test func `clear frees the room`() async throws {
        let store = MemorySessionStore(clock: clock)
        for number in 0..<2000 { _ = try await store.create(key(number), record()) }
        try await store.clear()
        #expect(store.heldRecords == 0)
        #expect(store.reservedRoom == 0)
    }

    private func record() throws -> SessionRecord {
        try #require(SessionRecord(json: Array("{}".utf8), expiry: clock.now() + .seconds(60)))
    }
}

@Suite("MemorySessionStore refuses what it must") struct MemorySessionStoreRefusalTests {
    private let clock = ManualClock()

    @Test func `a text of exactly the limit is taken`() async throws {
        let store = MemorySessionStore(recordLimit: 9, clock: clock)
        let isCreated = try await store.create(key(1), record(#"{"n":123}"#))
        #expect(isCreated)
    }

    @Test func `a longer text is refused by create, replace and move, and nothing changes`() async throws {
        let store = MemorySessionStore(recordLimit: 9, clock: clock)
        let (small, large) = (try record(#"{"n":123}"#), try record(#"{"n":1234}"#))
        await #expect(throws: StoreError.self) { try await store.create(key(1), large) }
        _ = try await store.create(key(1), small)
        await #expect(throws: StoreError.self) { try await store.replace(key(1), small, with: large) }
        let error = await #expect(throws: StoreError.self) {
            try await store.move(key(1), small, to: key(2), with: large)
        }
        #expect(error?.description == "record too large in move: 10 bytes of JSON, expected at most 9")
        let (kept, moved) = (try await store.load(key(1)), try await store.load(key(2)))
        #expect(kept == small)
        #expect(moved == nil)
    }

    @Test func `room for no session at all stops the start`() async {
        await #expect(processExitsWith: .failure) {
            _ = MemorySessionStore(capacity: 0)
        }
    }

    @Test func `a cursor of another store is an error, not a crash`() async throws {
        let store = MemorySessionStore(clock: clock)
        for token in ["", "x", "1", "-1:", "1:x", "1:2:3", "99999999999999999999:"] {
            let cursor = DirectoryCursor(token: token)
            await #expect(throws: StoreError.self) { try await store.page(of: nil, after: cursor, limit: 1) }
        }
    }

    @Test func `a cursor shows nothing of a session's key`() async throws {
        let store = MemorySessionStore(capacity: 10, clock: clock)
        let id = try #require(SessionID("secret"))
        _ = try await store.create(SessionKey(id), record("{}"))
        _ = try await store.create(key(1), record("{}"))
        let page = try await store.page(of: nil, after: nil, limit: 1)
        let token = try #require(page.next?.token)
        #expect(!token.contains("secret"))
    }

    private func record(_ json: String) throws -> SessionRecord {
        try #require(SessionRecord(json: Array(json.utf8), expiry: clock.now() + .seconds(60)))
    }
}

private func key(_ number: Int) -> SessionKey {
    var generator = SeededGenerator(seed: UInt64(number))
    return SessionKey(SessionID.random(using: &generator))
}
