import Foundation
import GRDB
import Synchronization

/// How long the writing connection goes on waiting for another process's lock: until the deadline of the call that
/// has its turn.
final class WritePatience: Sendable {
    private let deadline = Mutex(ContinuousClock.now)

    /// Called by SQLite, on the writer's thread, while the file is locked.
    ///
    /// - Returns: false where the call has waited long enough.
    func waitsOn() -> Bool {
        guard ContinuousClock.now < deadline.withLock({ $0 }) else { return false }
        Thread.sleep(forTimeInterval: 0.002)
        return true
    }

    /// Runs one call of the writer.
    func until<Answer>(_ end: ContinuousClock.Instant, _ body: () throws -> Answer) rethrows -> Answer {
        deadline.withLock { $0 = end }
        return try body()
    }

    /// Runs one call of the writer that may wait so long.
    func during<Answer>(_ limit: Duration, _ body: () throws -> Answer) rethrows -> Answer {
        try until(ContinuousClock.now + limit, body)
    }

    /// Tries again where SQLite gave up at once because of another process, as it does when both turn on WAL mode.
    func retryingWhileLocked<Answer>(_ body: () throws -> Answer) throws -> Answer {
        while true {
            do {
                return try body()
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                guard waitsOn() else { throw error }
            }
        }
    }
}
