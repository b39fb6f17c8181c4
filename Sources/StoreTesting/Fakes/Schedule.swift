public import Sessions
import Synchronization

/// Decides by a seed which of several requests goes on, whenever all of them stand at the store's door or wait for
/// each other: so that a test goes through many interleavings, and none of them sleeps.
public final class Schedule: Sendable {
    /// Which request a task belongs to; nobody else is held up.
    @TaskLocal public static var request: Int?

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

    /// - Parameter seed: equal seeds give equal choices.
    public init(seed: UInt64) {
        state = Mutex(State(generator: SeededGenerator(seed: seed)))
    }

    /// Runs all requests to their ends.
    public func run(_ requests: [@Sendable () async -> Void]) async {
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
    public func gate() async {
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

    /// Puts a door before a call of the store and one behind it.
    public func pass<Answer>(
        _ call: () async throws(StoreError) -> Answer
    ) async throws(StoreError) -> Answer {
        await gate()
        let answer = try await call()
        await gate()
        return answer
    }

    /// This request waits for another one's commit.
    public func wait() {
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
