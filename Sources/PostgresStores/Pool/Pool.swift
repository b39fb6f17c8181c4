/// Who does what: the workers of a pool, each with room for one connection, and the jobs that wait for them.
///
/// A value that decides and does nothing itself. Workers start when they are needed; the one that rested last is given
/// the next job, so that few connections are used while few are needed.
struct Pool<Job> {
    /// What becomes of a new job.
    enum Placement: Hashable {
        /// This worker, which rests, has to be woken up.
        case handed(Int)
        /// This worker has to be started.
        case starts(Int)
        case queued
        case refused
    }

    /// What a worker does next.
    enum Step {
        case job(Job)
        case rest
        case end
    }

    let size: Int
    private(set) var isClosed = false
    private var workers: Set<Int> = []
    /// Those that have a connection, or are about to have one.
    private var able: Set<Int> = []
    private var resting: [Int] = []
    private var mailboxes: [Int: Job] = [:]
    private var waiting: ArraySlice<Job> = []
    private var lastWorker = 0

    /// - Parameter size: how many workers there are at the most, 1 or more.
    init(size: Int) {
        self.size = size
    }

    /// - Parameters:
    ///   - job: what is to be done.
    ///   - mayConnect: whether a connection that is made now has a prospect.
    /// - Returns: where it went.
    mutating func submit(_ job: Job, mayConnect: Bool) -> Placement {
        guard !isClosed else { return .refused }
        if let worker = resting.popLast() {
            mailboxes[worker] = job
            return .handed(worker)
        }
        guard workers.count < size, mayConnect || able.isEmpty else {
            waiting.append(job)
            return .queued
        }
        lastWorker += 1
        workers.insert(lastWorker)
        able.insert(lastWorker)
        mailboxes[lastWorker] = job
        return .starts(lastWorker)
    }

    /// Asked by a worker that has nothing to do.
    mutating func next(for worker: Int) -> Step {
        if let job = mailboxes.removeValue(forKey: worker) { return .job(job) }
        if let job = waiting.popFirst() { return .job(job) }
        if isClosed { return .end }
        if !resting.contains(worker) { resting.append(worker) }
        return .rest
    }

    /// Told by a worker, whenever that changes.
    mutating func note(_ worker: Int, isAble: Bool) {
        if isAble { able.insert(worker) } else { able.remove(worker) }
    }

    /// Takes a job back from a worker that cannot connect, while others can serve it, or may soon; that worker ends.
    ///
    /// - Returns: `nil`: nobody else can, so the worker has to answer it; else where the job went.
    mutating func giveBack(_ job: Job, from worker: Int) -> Placement? {
        guard !isClosed, !able.subtracting([worker]).isEmpty else { return nil }
        end(worker)
        if let other = resting.popLast() {
            mailboxes[other] = job
            return .handed(other)
        }
        waiting = [job] + waiting
        return .queued
    }

    mutating func end(_ worker: Int) {
        workers.remove(worker)
        able.remove(worker)
    }

    /// Takes no more jobs.
    ///
    /// - Returns: those that wait, which have to be answered, and the workers that rest, which have to be woken up.
    mutating func close() -> (jobs: [Job], workers: [Int]) {
        isClosed = true
        defer {
            waiting = []
            resting = []
        }
        return (Array(waiting), resting)
    }
}
