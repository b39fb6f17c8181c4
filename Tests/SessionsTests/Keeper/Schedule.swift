import HTTPCookies
import StoreTesting
import Synchronization

@testable import Sessions

/// Decides by a seed which of several requests goes on, whenever all of them stand at the store's door or wait for
/// each other: so that a test goes through many interleavings, and none of them sleeps.
final class Schedule: Sendable {
    /// Which request a task belongs to; nobody else is held up.
    @TaskLocal static var request: Int?

    private struct State {
        var generator: SeededGenerator
        var alive = 0
        /// Those that wait for another commit.
        var waiting: Set<Int> = []
        var parked: [Int: CheckedContinuation<Void, Never>] = [:]

        mutating func next() -> CheckedContinuation<Void, Never>? {
            guard parked.count + waiting.count == alive else { return nil }
            guard let request = parked.keys.sorted().randomElement(using: &generator) else { return nil }
            return parked.removeValue(forKey: request)
        }
    }

    private let state: Mutex<State>

    init(seed: UInt64) {
        state = Mutex(State(generator: SeededGenerator(seed: seed)))
    }

    /// Runs all requests to their ends.
    func run(_ requests: [@Sendable () async -> Void]) async {
        state.withLock { $0.alive = requests.count }
        await withTaskGroup { group in
            for (place, request) in requests.enumerated() {
                group.addTask {
                    await Self.$request.withValue(place) { await request() }
                    self.leave(place)
                }
            }
        }
    }

    /// Waits until it is this request's turn.
    func gate() async {
        guard let request = Self.request else { return }
        await withCheckedContinuation { continuation in
            let next = state.withLock { state in
                state.waiting.remove(request)
                state.parked[request] = continuation
                return state.next()
            }
            next?.resume()
        }
    }

    /// This request waits for another one's commit.
    func wait() {
        guard let request = Self.request else { return }
        let next = state.withLock { state in
            state.waiting.insert(request)
            return state.next()
        }
        next?.resume()
    }

    private func leave(_ request: Int) {
        let next = state.withLock { state in
            state.waiting.remove(request)
            state.alive -= 1
            return state.next()
        }
        next?.resume()
    }
}

/// A store with a door before and behind each operation.
struct ScheduledStore: SessionStore {
    let store: FaultyStore
    let schedule: Schedule

    private func pass<Answer>(
        _ call: () async throws(StoreError) -> Answer
    ) async throws(StoreError) -> Answer {
        await schedule.gate()
        let answer = try await call()
        await schedule.gate()
        return answer
    }

    func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? {
        try await pass { () async throws(StoreError) in try await store.load(key) }
    }

    func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        try await pass { () async throws(StoreError) in try await store.create(key, record) }
    }

    func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try await pass { () async throws(StoreError) in try await store.replace(key, loaded, with: new) }
    }

    func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try await pass { () async throws(StoreError) in try await store.move(key, loaded, to: newKey, with: new) }
    }

    func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        try await pass { () async throws(StoreError) in try await store.touch(key, until: expiry) }
    }

    func delete(_ key: SessionKey) async throws(StoreError) -> Bool {
        try await pass { () async throws(StoreError) in try await store.delete(key) }
    }
}
