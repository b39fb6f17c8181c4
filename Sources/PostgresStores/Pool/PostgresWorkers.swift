import Dispatch
import Foundation
import HTTPCookies
import Synchronization

/// The threads that own the connections: libpq blocks them, and never an event loop or the shared concurrency pool.
///
/// A thread a connection, rather than one thread that polls all of them: what libpq does without being asked to, such
/// as to look a host's name up, to read a certificate or to check one, holds up no call but the one that needs it, and
/// a connection never changes its thread, so it needs no lock.
final class PostgresWorkers: Sendable {
    private struct State {
        var pool: Pool<PostgresJob>
        var reconnection = Reconnection()
        var bells: [Int: DispatchSemaphore] = [:]
    }

    private let target: PostgresTarget
    private let canceller = Canceller()
    private let state: Mutex<State>
    private let running = DispatchGroup()

    init(_ target: PostgresTarget, size: Int) {
        self.target = target
        state = Mutex(State(pool: Pool(size: size)))
    }

    /// Has a job done, or answered that it cannot be.
    func submit(_ job: PostgresJob) {
        let now = ContinuousClock.now
        let placement = state.withLock { state in
            state.pool.submit(job, mayConnect: state.reconnection.isOpen(at: now))
        }
        switch placement {
        case .refused: return job.fail(.closed)
        case .handed(let worker): ring(worker)
        case .starts(let worker): start(worker)
        case .queued: expire(job)
        }
    }

    /// Answers the jobs that wait, and has the workers end when they have done what they are at.
    func close() {
        let left = state.withLock { $0.pool.close() }
        for job in left.jobs { job.fail(.closed) }
        for worker in left.workers { ring(worker) }
    }

    /// Blocks the thread until all have ended.
    func wait() {
        running.wait()
    }

    /// A job is answered in time, even while all workers wait for something that has no time limit.
    private func expire(_ job: PostgresJob) {
        let left = max(0, (job.deadline - .now).milliseconds)
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(left)), execute: job.expire)
    }

    private func ring(_ worker: Int) {
        let bell = state.withLock { $0.bells[worker] }
        bell?.signal()
    }
}

extension PostgresWorkers {
    private func start(_ worker: Int) {
        let bell = DispatchSemaphore(value: 0)
        state.withLock { $0.bells[worker] = bell }
        running.enter()
        let thread = Thread {
            self.work(as: worker, bell)
            self.state.withLock { $0.bells[worker] = nil }
            self.running.leave()
        }
        thread.name = "portero.postgres"
        thread.start()
    }

    /// The life of a worker.
    private func work(as worker: Int, _ bell: DispatchSemaphore) {
        var connection: PostgresConnection?
        while true {
            switch state.withLock({ $0.pool.next(for: worker) }) {
            case .rest: bell.wait()
            case .end: return state.withLock { $0.pool.end(worker) }
            case .job(let job):
                guard serve(job, as: worker, &connection) else { return }
            }
        }
    }

    /// - Returns: false where the worker ends, since others serve the job.
    private func serve(_ job: PostgresJob, as worker: Int, _ connection: inout PostgresConnection?) -> Bool {
        var tries = 0
        while true {
            tries += 1
            do throws(PostgresFault) {
                guard .now < job.deadline else { throw .waitedTooLong }
                let open = try standing(&connection, as: worker, for: job)
                guard job.begin() else { return true }
                open.deadline = job.deadline
                try job.run(open)
                release(&connection, as: worker)
                return true
            } catch {
                if case .unreachable = error, handBack(job, from: worker) { return false }
                let remedy = tries < Self.tries ? error.remedy : .none
                if remedy == .onNewConnection { connection = nil }
                release(&connection, as: worker)
                guard remedy == .none else { continue }
                job.fail(error)
                return true
            }
        }
    }

    /// How often a statement is tried that has changed nothing yet.
    private static let tries = 4

    /// The connection of before, if it stands; else a new one.
    private func standing(
        _ connection: inout PostgresConnection?, as worker: Int, for job: PostgresJob
    ) throws(PostgresFault) -> PostgresConnection {
        if let connection, connection.stands() { return connection }
        connection = nil
        let start = ContinuousClock.now
        let refusal = state.withLock { state in
            let refusal = state.reconnection.refusal(at: start)
            state.pool.note(worker, isAble: refusal == nil)
            return refusal
        }
        if let refusal { throw refusal }
        // To look a host's name up has no time limit.
        expire(job)
        do throws(PostgresFault) {
            let new = try PostgresConnection(to: target, before: job.deadline, canceller: canceller)
            state.withLock { $0.reconnection.succeeded() }
            connection = new
            return new
        } catch {
            state.withLock { state in
                state.pool.note(worker, isAble: false)
                state.reconnection.failed(error, at: .now, begunAt: start)
            }
            throw error
        }
    }

    /// Drops a connection that is in doubt.
    private func release(_ connection: inout PostgresConnection?, as worker: Int) {
        guard connection?.isUsable != true else { return }
        connection = nil
        state.withLock { $0.pool.note(worker, isAble: false) }
    }

    private func handBack(_ job: PostgresJob, from worker: Int) -> Bool {
        switch state.withLock({ $0.pool.giveBack(job, from: worker) }) {
        case .handed(let other): ring(other)
        case .queued: break
        case nil, .starts, .refused: return false
        }
        return true
    }
}

extension PostgresFault {
    fileprivate var remedy: SQLState.Remedy {
        if case .server(let state) = self { state.remedy } else { .none }
    }
}
