import Dispatch
import HTTPCookies
public import Sessions
import Synchronization

/// One PostgreSQL database, open for the stores that share it: a small pool of connections through libpq.
///
/// Every call ends within ``timeLimit`` and half a second: whoever waits longer, for a connection, for another
/// one's lock or for the server, gets a `StoreError`. The server ends a statement after the same time by
/// itself (`statement_timeout`), or is told to where its call began to wait earlier. Connections block threads of their
/// own, not event loops or the cooperative pool. A call that has begun is not cancelled with its task: it runs to its
/// end, and its answer says what happened.
///
/// A connection that broke is thrown away, and the next call makes a new one. While the server cannot be reached,
/// calls fail at once, but for one that tries again every now and then, at least once a second.
public final class PostgresDatabase: Sendable {
    /// What a database is told beyond its connection string.
    public struct Options: Sendable {
        /// How many connections there are at the most, 1 or more.
        ///
        /// node-postgres: `max`.
        public var connections = 10
        /// How long a call takes at the most; a server's `statement_timeout` too.
        public var timeLimit = Duration.seconds(2)
        /// The `TimeZone` of the connections, such as `UTC`; `nil`: the server's, as node-postgres has it.
        ///
        /// It decides what a `timestamp` without a zone holds, so it must be that of every Express process.
        public var timeZone: String?

        /// As node-postgres has them, and a time limit.
        public init() {}
    }

    /// How long a call takes at the most.
    public let timeLimit: Duration
    private let workers: PostgresWorkers

    /// Opens a database; connects with the first call.
    ///
    /// - Parameters:
    ///   - connectionString: as libpq takes it, such as `postgres://ana@db.example/app?sslmode=verify-full`; what it
    ///     does not say comes from the environment (`PGHOST` and so on). Source: PostgreSQL, libpq, "Connection Strings".
    ///   - options: the rest.
    /// - Throws: `StoreError` where libpq cannot read the string.
    public init(_ connectionString: String, options: Options = Options()) throws(StoreError) {
        precondition(options.connections > 0, "a database needs at least 1 connection, not \(options.connections)")
        timeLimit = options.timeLimit
        do throws(PostgresFault) {
            let target = try PostgresTarget(
                connectionString, timeLimit: options.timeLimit, timeZone: options.timeZone)
            workers = PostgresWorkers(target, size: options.connections)
        } catch {
            throw StoreError("open", postgres: error)
        }
    }

    deinit {
        workers.close()
    }

    /// Waits for the calls that run, and ends the connections; later calls throw.
    ///
    /// Blocks the thread.
    public func close() {
        workers.close()
        workers.wait()
    }
}

extension PostgresDatabase {
    /// Does something on a connection.
    ///
    /// - Parameters:
    ///   - operation: what is asked of the store, for the error.
    ///   - body: one statement, or some that may be tried again from the start where one fails without a trace.
    /// - Returns: what `body` returns.
    /// - Throws: `StoreError`.
    func run<Answer: Sendable>(
        _ operation: String, _ body: @escaping @Sendable (PostgresConnection) throws(PostgresFault) -> Answer
    ) async throws(StoreError) -> Answer {
        let deadline = ContinuousClock.now + timeLimit
        let outcome = await withCheckedContinuation { continuation in
            workers.submit(PostgresJob(until: deadline, body) { continuation.resume(returning: $0) })
        }
        do throws(PostgresFault) {
            return try outcome.get()
        } catch {
            throw StoreError(operation, postgres: error)
        }
    }

    /// The same, for start-up: blocks the thread, and is more patient.
    func runBlocking<Answer: Sendable>(
        _ operation: String, _ body: @escaping @Sendable (PostgresConnection) throws(PostgresFault) -> Answer
    ) throws(StoreError) -> Answer {
        let deadline = ContinuousClock.now + max(timeLimit, .seconds(10))
        let answered = DispatchSemaphore(value: 0)
        let answer = Mutex<Result<Answer, PostgresFault>>(.failure(.closed))
        workers.submit(
            PostgresJob(until: deadline, body) { outcome in
                answer.withLock { $0 = outcome }
                answered.signal()
            })
        answered.wait()
        do throws(PostgresFault) {
            return try answer.withLock { $0 }.get()
        } catch {
            throw StoreError(operation, postgres: error)
        }
    }
}
