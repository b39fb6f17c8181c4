import HTTPCookies
import Sessions
import StoreTesting
import Testing

@Suite("FaultyStore does what a test tells it") struct FaultyStoreTests {
    private let memory = MemorySessionStore(clock: ManualClock())

    @Test func `told nothing, it hands everything on`() async throws {
        try await expectContract { FaultyStore($0) }
    }

    @Test func `the next calls fail, then it works again`() async throws {
        let store = FaultyStore(memory)
        store.fail(.load, times: 2)
        for _ in 0..<2 {
            let error = await #expect(throws: StoreError.self) { try await store.load(key) }
            #expect(error?.operation == "load")
            #expect(error?.kind == .unavailable)
        }
        let record = try await store.load(key)
        #expect(record == nil)
    }

    @Test func `a failure before leaves the store as it was`() async throws {
        let store = FaultyStore(memory)
        store.fail(.create, with: .tooLarge)
        let error = await #expect(throws: StoreError.self) { try await store.create(key, record("{}")) }
        #expect(error?.kind == .tooLarge)
        let count = try await memory.count()
        #expect(count == 0)
    }

    @Test func `a failure after is an acknowledgement that got lost`() async throws {
        let store = FaultyStore(memory)
        store.fail(.create, times: 1, .after)
        await #expect(throws: StoreError.self) { try await store.create(key, record("{}")) }
        let count = try await memory.count()
        #expect(count == 1)
    }

    @Test func `healed, it works`() async throws {
        let store = FaultyStore(memory)
        store.fail(.load, .delete)
        store.before(.load) { _ in throw StoreError("load", .unavailable, cause: "interrupted") }
        store.heal()
        let record = try await store.load(key)
        #expect(record == nil)
    }

    @Test func `something can run between a call and the store`() async throws {
        let store = FaultyStore(memory)
        let old = try record(#"{"n":1}"#)
        _ = try await store.create(key, old)
        store.before(.replace) { store in _ = try await store.delete(key) }
        let answer = try await store.replace(key, old, with: record(#"{"n":2}"#))
        #expect(answer == .missing)
    }

    @Test func `something can run between the store and its answer`() async throws {
        let store = FaultyStore(memory)
        store.after(.create) { store in _ = try await store.delete(key) }
        let isCreated = try await store.create(key, record("{}"))
        let found = try await store.load(key)
        #expect(isCreated)
        #expect(found == nil)
    }

    @Test func `calls are counted and listed, failed ones too`() async throws {
        let store = FaultyStore(memory)
        store.fail(.load, times: 1)
        _ = try? await store.load(key)
        _ = try await store.load(key)
        _ = try await store.sweep()
        #expect(store.calls.map(\.operation) == [.load, .load, .sweep])
        #expect(store.calls.map(\.key) == [key, key, nil])
        #expect(store.count(.load) == 2)
        store.forgetCalls()
        #expect(store.calls.isEmpty)
    }

    private func expectContract(_ wrap: (any SessionStore) -> FaultyStore) async throws {
        let store = wrap(memory)
        let first = try record(#"{"n":1}"#)
        let isCreated = try await store.create(key, first)
        let moved = try await store.move(key, first, to: otherKey, with: first)
        let isTouched = try await store.touch(otherKey, until: first.expiry)
        let loaded = try await store.load(otherKey)
        let isDeleted = try await store.delete(otherKey)
        #expect(isCreated && isTouched && isDeleted)
        #expect(moved == .replaced)
        #expect(loaded == first)
        #expect(store.preferredKeyForm == memory.preferredKeyForm)
    }

    private func record(_ json: String) throws -> SessionRecord {
        try #require(SessionRecord(json: Array(json.utf8), expiry: ManualClock.start + .seconds(60)))
    }
}

private let key = numberedKey(1)
private let otherKey = numberedKey(2)

private func numberedKey(_ seed: UInt64) -> SessionKey {
    var generator = SeededGenerator(seed: seed)
    return SessionKey(SessionID.random(using: &generator))
}
