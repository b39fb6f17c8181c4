import Dispatch
import GRDB
import SQLiteStores

/// Another process, as far as SQLite can tell: holds the write lock until released.
final class WriteLock: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let database: SQLiteDatabase

    init(_ database: SQLiteDatabase) async throws {
        self.database = database
        let semaphore = semaphore
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            database.pool.asyncWriteWithoutTransaction { connection in
                do {
                    try connection.inTransaction(.immediate) {
                        continuation.resume()
                        semaphore.wait()
                        return .rollback
                    }
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    func release() {
        semaphore.signal()
    }

    func releaseAndWait() async throws {
        semaphore.signal()
        try await database.pool.writeWithoutTransaction { _ in }
    }
}
