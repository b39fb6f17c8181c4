import Dispatch
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Runs password hashing on threads of its own, a few at a time, and turns work away before anybody waits too long.
///
/// An app has one, shared by all that hashes. Its threads belong neither to the event loops nor to Swift's pool, so
/// that a flood of sign-ins slows no other page down.
public final class HashingQueue: Sendable {
    private struct Job: Sendable {
        let perform: @Sendable () -> Void
        let refuse: @Sendable (PasswordWorkError) -> Void
    }

    /// One for each worker: a serial queue has a thread outside the pool that Swift's tasks share.
    private let threads: [DispatchQueue]
    private let line: Mutex<HashingLine<Job>>
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameters:
    ///   - workers: how many hash at once, at least 1; by default half the cores. Each may take
    ///     ``ScryptCost/memory`` bytes.
    ///   - patience: how long nobody waits.
    public convenience init(workers: Int = HashingQueue.halfTheCores, patience: Duration = .seconds(5)) {
        self.init(workers: workers, patience: patience, now: { ContinuousClock.now })
    }

    init(workers: Int, patience: Duration, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        let workers = max(1, workers)
        threads = (0..<workers).map { DispatchQueue(label: "portero.hashing.\($0)") }
        line = Mutex(HashingLine(workers: workers, patience: patience, guess: .milliseconds(250)))
        self.now = now
    }

    /// Half the cores that this process may use, and at least 1.
    public static var halfTheCores: Int {
        max(1, ProcessInfo.processInfo.activeProcessorCount / 2)
    }

    /// Runs some work when its turn comes.
    ///
    /// - Parameter work: blocks its thread; once begun it is not cancelled.
    /// - Returns: what the work returned.
    /// - Throws: `busy`, at once, where the wait would be too long by the average of late, or when its turn comes too
    ///   late after all; `cancelled` where the task was cancelled while it waited.
    public func run<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async throws(PasswordWorkError) -> Value {
        let ticket = line.withLock { $0.takeTicket() }
        let result: Result<Value, PasswordWorkError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let job = Job(
                    perform: { continuation.resume(returning: .success(work())) },
                    refuse: { continuation.resume(returning: .failure($0)) })
                submit(job, ticket: ticket)
                // The handler has run too early if the task was cancelled before the job stood in the line.
                if Task.isCancelled { cancel(ticket: ticket) }
            }
        } onCancel: {
            cancel(ticket: ticket)
        }
        return try result.get()
    }

    /// How many wait; those at work do not count.
    public var waitingCount: Int {
        line.withLock { $0.waitingCount }
    }

    private func submit(_ job: Job, ticket: Int) {
        let moment = now()
        switch line.withLock({ $0.enqueue(job, ticket: ticket, at: moment) }) {
        case .run(let worker): start(job, on: worker)
        case .wait: break
        case .refuse(let delay): job.refuse(.busy(retryAfter: delay))
        }
    }

    private func start(_ job: Job, on worker: Int) {
        threads[worker].async { [self] in
            var next: Job? = job
            while let job = next {
                let start = now()
                job.perform()
                let end = now()
                let turn = line.withLock { $0.finished(worker: worker, took: end - start, at: end) }
                for late in turn.expired { late.refuse(.busy(retryAfter: turn.retryAfter)) }
                next = turn.next
            }
        }
    }

    private func cancel(ticket: Int) {
        line.withLock { $0.cancel(ticket: ticket) }?.refuse(.cancelled)
    }
}

/// Why password work was not done.
public enum PasswordWorkError: Error, CustomStringConvertible, Hashable, Sendable {
    /// Too much waits already; the time is in whole seconds, at least 1.
    case busy(retryAfter: Duration)
    /// The task was cancelled while the work waited.
    case cancelled

    /// What happened, in words.
    public var description: String {
        switch self {
        case .busy(let delay): "too many passwords are waiting to be hashed; try again in \(delay)"
        case .cancelled: "cancelled while waiting to hash a password"
        }
    }
}
