import Dispatch
import Synchronization
import Testing

@testable import SignIn

@Suite("The hashing queue", .timeLimit(.minutes(5))) struct HashingQueueTests {
    @Test func `work runs and its result comes back`() async throws {
        let queue = HashingQueue(workers: 1)
        #expect(try await queue.run { 6 * 7 } == 42)
        #expect(try await queue.run { 6 * 8 } == 48)
    }

    @Test func `never more run at once than there are workers`() async throws {
        let queue = HashingQueue(workers: 2, patience: .seconds(3600))
        let tally = Tally()
        try await withThrowingTaskGroup { group in
            for _ in 0..<100 {
                group.addTask {
                    try await queue.run {
                        tally.enter()
                        tally.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(tally.most <= 2)
        #expect(tally.all == 100)
    }

    @Test func `work blocks no thread of Swift's pool`() async throws {
        let queue = HashingQueue(workers: 64)
        let gate = Gate()
        try await withThrowingTaskGroup { group in
            for _ in 0..<64 { group.addTask { try await queue.run { gate.wait() } } }
            // These would never run if the 64, more than there are cores, held the pool's threads.
            for round in 0..<64 { #expect(await Task.detached { round }.value == round) }
            gate.open(for: 64)
            try await group.waitForAll()
        }
    }

    @Test func `a full queue refuses at once and serves those who waited`() async throws {
        let queue = HashingQueue(workers: 1, patience: .zero)
        let gate = Gate()
        async let first: Void = queue.run { gate.wait() }
        await gate.isReached()
        await #expect(throws: PasswordWorkError.busy(retryAfter: .seconds(1))) { try await queue.run {} }
        gate.open(for: 1)
        try await first
        #expect(queue.waitingCount == 0)
    }

    @Test func `who waited longer than the limit is refused when the worker is free`() async throws {
        let clock = HandClock()
        let queue = HashingQueue(workers: 1, patience: .seconds(5), now: { clock.now })
        let gate = Gate()
        async let first: Void = queue.run { gate.wait() }
        await gate.isReached()
        async let second: Void = queue.run { _ = Issue.record("it ran all the same") }
        while queue.waitingCount == 0 { await Task.yield() }
        clock.advance(by: .seconds(6))
        gate.open(for: 1)
        try await first
        do {
            try await second
            Issue.record("nothing was thrown")
        } catch {
            #expect(error as? PasswordWorkError == .busy(retryAfter: .seconds(6)))
        }
    }

    @Test func `a cancelled task leaves the line without its work being done`() async throws {
        let queue = HashingQueue(workers: 1)
        let gate = Gate()
        async let first: Void = queue.run { gate.wait() }
        await gate.isReached()
        let waiting = Task { try await queue.run { _ = Issue.record("it ran all the same") } }
        while queue.waitingCount == 0 { await Task.yield() }
        waiting.cancel()
        await #expect(throws: PasswordWorkError.cancelled) { try await waiting.value }
        #expect(queue.waitingCount == 0)
        gate.open(for: 1)
        try await first
        #expect(try await queue.run { 1 } == 1)
    }

    @Test func `a task that was cancelled before it came does not wait`() async throws {
        let queue = HashingQueue(workers: 1)
        let gate = Gate()
        async let first: Void = queue.run { gate.wait() }
        await gate.isReached()
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            try await queue.run { _ = Issue.record("it ran all the same") }
        }
        late.cancel()
        await #expect(throws: PasswordWorkError.cancelled) { try await late.value }
        gate.open(for: 1)
        try await first
    }

    @Test func `half the cores work, and at least one`() {
        #expect(HashingQueue.halfTheCores >= 1)
        #expect(HashingQueue.halfTheCores <= 4096)
    }
}

/// Holds work back until it is let through.
private final class Gate: Sendable {
    private let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation
    private let semaphore = DispatchSemaphore(value: 0)

    init() {
        (arrivals, arrival) = AsyncStream.makeStream()
    }

    func wait() {
        arrival.yield()
        semaphore.wait()
    }

    func isReached() async {
        for await _ in arrivals { return }
    }

    func open(for count: Int) {
        for _ in 0..<count { semaphore.signal() }
    }
}

/// Counts who is at work.
private final class Tally: Sendable {
    private let state = Mutex((now: 0, most: 0, all: 0))

    var most: Int { state.withLock { $0.most } }
    var all: Int { state.withLock { $0.all } }

    func enter() {
        state.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
        }
    }

    func leave() {
        state.withLock {
            $0.now -= 1
            $0.all += 1
        }
    }
}

/// A clock that moves by hand.
private final class HandClock: Sendable {
    private let moment = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { moment.withLock { $0 } }

    func advance(by duration: Duration) {
        moment.withLock { $0 += duration }
    }
}
