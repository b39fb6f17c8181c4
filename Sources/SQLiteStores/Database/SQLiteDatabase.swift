import Dispatch
package import GRDB
import HTTPCookies
public import Sessions
import Synchronization

/// One SQLite file, open for the stores that share it.
///
/// The file is in WAL mode with `synchronous=FULL`: what a call has acknowledged survives a killed process and a power
/// cut. One connection writes, a few others read meanwhile. Other processes may have the file open too.
///
/// Every call ends within ``timeLimit`` and the time of its own statements: whoever waits longer, for another
/// process's lock or for the writes queued before it, gets a ``Sessions/StoreError`` and has changed nothing. Calls
/// run on threads of their own, not on event loops or the cooperative pool. A call that has begun is not cancelled
/// with its task: it runs to its end, and its answer says what happened.
public final class SQLiteDatabase: Sendable {
    /// How long a call waits where nothing is said: 1.5 seconds.
    public static let defaultTimeLimit = Duration.milliseconds(1500)

    /// The file, as an absolute path.
    public let path: String
    /// How long a call waits for its turn to write.
    public let timeLimit: Duration
    package let pool: DatabasePool
    private let patience: WritePatience
    private let isClosed = Mutex(false)
    private let glancing = Mutex<DatabaseQueue?>(nil)

    /// Opens a file and brings its tables up to date; blocks the thread, so call it at start-up.
    ///
    /// A folder that is missing is made (mode 0700), and so is the file (0600, which its companions `-wal` and `-shm`
    /// inherit); a file that others may read is tightened to 0600.
    ///
    /// - Parameters:
    ///   - path: the file; a relative path starts at the current folder.
    ///   - timeLimit: how long a call waits for its turn to write, below the 2 seconds that a store may take.
    /// - Throws: ``Sessions/StoreError`` where the file cannot be opened or made, is no database, or was written by a
    ///   newer version.
    public init(path: String, timeLimit: Duration = SQLiteDatabase.defaultTimeLimit) throws(StoreError) {
        let file = SQLiteFile(path: path)
        let patience = WritePatience()
        self.path = file.path
        self.timeLimit = timeLimit
        self.patience = patience
        do {
            try file.prepare()
            pool = try patience.during(timeLimit) {
                try patience.retryingWhileLocked {
                    try SQLiteDatabase.openPool(file.path, timeLimit, patience)
                }
            }
        } catch {
            throw StoreError("open", sqlite: error)
        }
    }

    /// Waits for the calls that run, and closes the file; later calls throw.
    ///
    /// Blocks the thread.
    ///
    /// - Throws: ``Sessions/StoreError`` where SQLite cannot close it.
    public func close() throws(StoreError) {
        isClosed.withLock { $0 = true }
        do {
            try glancing.withLock { try $0?.close() }
            try pool.close()
        } catch {
            throw StoreError("close", sqlite: error)
        }
    }

    private static func openPool(
        _ path: String, _ timeLimit: Duration, _ patience: WritePatience
    ) throws -> DatabasePool {
        let pool = try DatabasePool(path: path, configuration: configuration(timeLimit, patience))
        try SQLiteSchema.update(pool)
        try pool.writeWithoutTransaction(makeDurable)
        return pool
    }

    private static func configuration(_ timeLimit: Duration, _ patience: WritePatience) -> Configuration {
        var configuration = Configuration()
        configuration.label = "portero"
        configuration.busyMode = .callback { _ in patience.waitsOn() }
        configuration.prepareDatabase { connection in
            guard connection.configuration.readonly else { return }
            // Readers wait only in rare cases, such as a recovery by another process; GRDB would have them wait 10 s.
            try connection.execute(sql: "PRAGMA busy_timeout = \(timeLimit.milliseconds)")
        }
        return configuration
    }

    /// GRDB sets `synchronous=NORMAL` when it turns on WAL mode: a power cut could then undo a sign-out.
    private static func makeDurable(_ connection: Database) throws {
        try connection.execute(sql: "PRAGMA synchronous = FULL")
        try connection.execute(sql: "PRAGMA fullfsync = ON")
        try connection.execute(sql: "PRAGMA checkpoint_fullfsync = ON")
    }
}

extension SQLiteDatabase {
    /// Runs one statement that reads, on a reader.
    func read<Answer: Sendable>(
        _ operation: String, _ body: @escaping @Sendable (Database) throws -> Answer
    ) async throws(StoreError) -> Answer {
        guard !isClosed.withLock({ $0 }) else { throw StoreError(operation, sqlite: SQLiteRefusal.closed) }
        let deadline = ContinuousClock.now + timeLimit
        let outcome: Result<Answer, StoreError> = await withCheckedContinuation { continuation in
            pool.asyncUnsafeRead { connection in
                let answer = Result<Answer, any Error> {
                    try self.checkTurn(deadline)
                    return try body(connection.get())
                }
                continuation.resume(returning: answer.mapError { StoreError(operation, sqlite: $0) })
            }
        }
        return try outcome.get()
    }

    /// Looks at the file on the calling thread, with a connection kept for this: for one statement that finds its
    /// answer in a page or two, and is asked so often that a hop to a reader's thread would cost more than the
    /// statement.
    ///
    /// - Parameter body: reads; never waits for anybody's lock.
    /// - Returns: `nil` where the answer cannot be had at once, for whatever reason: ask a reader then.
    func glance<Answer>(_ body: (Database) throws -> Answer) -> Answer? {
        guard !isClosed.withLock({ $0 }) else { return nil }
        // Why not is for the reader to find out.
        return try? glancingQueue().unsafeRead(body)
    }

    private func glancingQueue() throws -> DatabaseQueue {
        try glancing.withLock { glancing in
            if let glancing { return glancing }
            var configuration = Configuration()
            configuration.label = "portero.glance"
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            glancing = queue
            return queue
        }
    }

    /// Runs one transaction that writes: all of it, or nothing where this throws.
    ///
    /// An exception is a failing disk: if the commit itself reports an error, whether it took place is known only
    /// when the file is read again.
    func write<Answer: Sendable>(
        _ operation: String, _ body: @escaping @Sendable (Database) throws -> Answer
    ) async throws(StoreError) -> Answer {
        let deadline = ContinuousClock.now + timeLimit
        let outcome: Result<Answer, StoreError> = await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { connection in
                let answer = Result<Answer, any Error> {
                    try self.checkTurn(deadline)
                    return try self.patience.until(deadline) { try connection.inWriteTransaction(body) }
                }
                continuation.resume(returning: answer.mapError { StoreError(operation, sqlite: $0) })
            }
        }
        return try outcome.get()
    }

    private func checkTurn(_ deadline: ContinuousClock.Instant) throws(SQLiteRefusal) {
        guard !isClosed.withLock({ $0 }) else { throw .closed }
        guard ContinuousClock.now < deadline else { throw .waitedTooLong }
    }
}

extension Database {
    fileprivate func inWriteTransaction<Answer>(_ body: (Database) throws -> Answer) throws -> Answer {
        var answer: Answer?
        try inTransaction(.immediate) {
            answer = try body(self)
            return .commit
        }
        // `inTransaction` returns only after its closure has.
        guard let answer else { throw SQLiteRefusal.closed }
        return answer
    }
}
