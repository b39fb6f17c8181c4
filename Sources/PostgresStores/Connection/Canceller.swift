import CLibPQ
import Dispatch
import Synchronization

/// Asks the server to end statements that nobody waits for any more.
///
/// On a thread of its own, because `PQcancel` connects and waits, however long that takes. Where the server does not
/// answer at all, only a few requests wait for it; the server's own `statement_timeout` does the rest.
final class Canceller: Sendable {
    private static let limit = 8
    private let queue = DispatchQueue(label: "portero.postgres.cancel")
    private let pending = Atomic<Int>(0)

    /// Ends what runs on a connection, soon.
    ///
    /// - Parameter connection: used only during this call.
    func cancel(on connection: OpaquePointer) {
        guard pending.load(ordering: .relaxed) < Self.limit else { return }
        guard let request = unsafe PQgetCancel(connection) else { return }
        pending.add(1, ordering: .relaxed)
        // A `PGcancel` is a copy that shares nothing with its connection, and this closure is the only one that has it.
        // Source: PostgreSQL, libpq, "Canceling Queries in Progress".
        nonisolated(unsafe) let owned = unsafe request
        queue.async {
            unsafe PQcancel(owned, nil, 0)
            unsafe PQfreeCancel(owned)
            self.pending.subtract(1, ordering: .relaxed)
        }
    }
}
