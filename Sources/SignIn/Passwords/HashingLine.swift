/// Who hashes now, who waits and who is turned away: the rules of ``HashingQueue``, without threads or a clock.
///
/// Whoever enqueued a job hears of it exactly once: it is run, expired, cancelled or refused.
struct HashingLine<Job> {
    enum Admission: Hashable {
        case run(worker: Int)
        case wait
        case refuse(retryAfter: Duration)
    }

    /// What a worker does after a job.
    struct Turn {
        /// The job to run; `nil`: the worker is idle.
        var next: Job?
        /// Jobs to refuse, since they have waited too long already.
        var expired: [Job] = []
        /// What those are told.
        var retryAfter: Duration
    }

    private struct Waiting {
        let ticket: Int
        let job: Job
        let since: ContinuousClock.Instant
    }

    /// How long nobody waits.
    let patience: Duration
    /// How long a job takes: a guess until the first is measured, then a moving average.
    private(set) var usualDuration: Duration
    private let workers: Int
    private var isMeasured = false
    private var idle: [Int]
    private var waiting: [Waiting] = []
    private var lastTicket = 0

    /// Nobody waits behind more than these, however fast they are: each holds a password in memory.
    static var limit: Int { 4096 }

    init(workers: Int, patience: Duration, guess: Duration) {
        self.workers = workers
        self.patience = patience
        usualDuration = guess
        idle = (0..<workers).reversed()
    }

    var waitingCount: Int {
        waiting.count
    }

    /// Names a job, so that it can be cancelled even before it is enqueued.
    mutating func takeTicket() -> Int {
        lastTicket += 1
        return lastTicket
    }

    mutating func enqueue(_ job: Job, ticket: Int, at now: ContinuousClock.Instant) -> Admission {
        if let worker = idle.popLast() { return .run(worker: worker) }
        guard waiting.count < Self.limit, estimatedWait <= patience else { return .refuse(retryAfter: retryAfter) }
        waiting.append(Waiting(ticket: ticket, job: job, since: now))
        return .wait
    }

    mutating func finished(worker: Int, took duration: Duration, at now: ContinuousClock.Instant) -> Turn {
        measure(duration)
        let late = waiting.prefix { now - $0.since > patience }.map(\.job)
        waiting.removeFirst(late.count)
        let next = waiting.isEmpty ? nil : waiting.removeFirst().job
        if next == nil { idle.append(worker) }
        return Turn(next: next, expired: late, retryAfter: retryAfter)
    }

    /// Takes a job out of the line; `nil` where it does not wait.
    mutating func cancel(ticket: Int) -> Job? {
        waiting.firstIndex { $0.ticket == ticket }.map { waiting.remove(at: $0).job }
    }

    /// How long the next one in the line would wait.
    private var estimatedWait: Duration {
        usualDuration * (waiting.count + 1) / workers
    }

    /// Until those who wait now are done, in whole seconds, as `Retry-After` has them.
    private var retryAfter: Duration {
        let (seconds, rest) = estimatedWait.components
        return .seconds(max(1, rest > 0 ? seconds + 1 : seconds))
    }

    private mutating func measure(_ duration: Duration) {
        usualDuration = isMeasured ? usualDuration + (duration - usualDuration) / 8 : duration
        isMeasured = true
    }
}
