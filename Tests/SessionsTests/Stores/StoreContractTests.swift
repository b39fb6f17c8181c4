import HTTPCookies
import Sessions
import StoreTesting
import Testing

/// Stores with a known fault: the contract must find each.
@Suite("The store contract finds faulty stores") struct StoreContractTests {
    @Test func `a store that keeps the contract breaks no promise`() async {
        let broken = await brokenPromises { HonestStore(memory: MemorySessionStore(clock: $0)) }
        #expect(broken.isEmpty)
    }

    @Test func `a store that writes blindly brings destroyed sessions back`() async {
        let broken = await brokenPromises { UpsertingStore(memory: MemorySessionStore(clock: $0)) }
        #expect(broken.contains("a destroyed session stays destroyed under parallel replaces and touches"))
        #expect(broken.contains("replace of a missing session says so and creates nothing"))
        #expect(broken.contains("no increment is lost where each retries with what it was shown"))
        #expect(broken.contains("any course of calls leaves what a plain dictionary would have"))
        #expect(
            broken.contains("a session that one node destroys is brought back by no request that others have begun"))
    }

    @Test func `a store that copies and then deletes shows a moving session twice`() async {
        let broken = await brokenPromises { CopyingStore(memory: MemorySessionStore(clock: $0)) }
        #expect(broken.contains("of parallel moves of one record exactly one wins, and one session lives"))
        #expect(broken.contains("a session that several nodes renew at once lives on under one id"))
    }

    @Test func `every promise has a name of its own`() {
        let names = StoreContract.promises.map(\.description) + AccountContract.promises.map(\.description)
        #expect(Set(names).count == names.count)
    }

    @Test func `a broken promise says what was met and what was expected`() async throws {
        let promise = try #require(
            StoreContract.promises.first { $0.description == "delete tells whether there was a session" })
        let error = await #expect(throws: BrokenPromise.self) {
            try await promise.check { clock in ForgetfulStore(memory: MemorySessionStore(clock: clock)) }
        }
        #expect(error?.description == "first delete: met false, expected true")
    }

    private func brokenPromises(_ make: (any WallClock) -> any SessionDirectory) async -> Set<String> {
        var broken: Set<String> = []
        for promise in StoreContract.promises {
            do { try await promise.check(make) } catch { broken.insert(promise.description) }
        }
        return broken
    }
}

/// Hands everything on to a memory store; faulty stores change one operation.
private protocol WrappingStore: SessionDirectory {
    var memory: MemorySessionStore { get }
}

private struct HonestStore: WrappingStore {
    let memory: MemorySessionStore
}

private struct ForgetfulStore: WrappingStore {
    let memory: MemorySessionStore

    func delete(_ key: SessionKey) async throws(StoreError) -> Bool {
        _ = try await memory.delete(key)
        return false
    }
}

private struct UpsertingStore: WrappingStore {
    let memory: MemorySessionStore

    func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        _ = try await memory.delete(key)
        _ = try await memory.create(key, new)
        return .replaced
    }
}

private struct CopyingStore: WrappingStore {
    let memory: MemorySessionStore

    func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        guard let stored = try await memory.load(key) else { return .missing }
        guard stored.json == loaded.json else { return .changed(stored) }
        guard try await memory.create(newKey, new) else { return .missing }
        await Task.yield()
        _ = try await memory.delete(key)
        return .replaced
    }
}

extension WrappingStore {
    func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? { try await memory.load(key) }

    func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        try await memory.create(key, record)
    }

    func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try await memory.replace(key, loaded, with: new)
    }

    func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try await memory.move(key, loaded, to: newKey, with: new)
    }

    func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        try await memory.touch(key, until: expiry)
    }

    func delete(_ key: SessionKey) async throws(StoreError) -> Bool { try await memory.delete(key) }
    func sweep() async throws(StoreError) -> Int { try await memory.sweep() }
    func count() async throws(StoreError) -> Int { try await memory.count() }
    func clear() async throws(StoreError) { try await memory.clear() }

    func page(
        of owner: String?, after cursor: DirectoryCursor?, limit: Int
    ) async throws(StoreError) -> DirectoryPage {
        try await memory.page(of: owner, after: cursor, limit: limit)
    }
}
