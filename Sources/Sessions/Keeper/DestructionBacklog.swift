import HTTPCookies
import Synchronization

/// The sessions that a failing store could not destroy: refused from now on, and destroyed when it can.
///
/// Lives in memory: another node, or this one after a restart, knows nothing of them.
final class DestructionBacklog: Sendable {
    private let keys = Mutex<[SessionKey: Instant]>([:])
    private let size = Atomic<Int>(0)

    /// Refuses a session until its record must have expired; what is refused already ends when it did.
    func add(_ key: SessionKey, until end: Instant) {
        change { keys in keys[key] = keys[key] ?? end }
    }

    func remove(_ key: SessionKey) {
        change { keys in keys[key] = nil }
    }

    /// Whether a session is refused; costs one atomic load while nothing has failed.
    func contains(_ key: SessionKey) -> Bool {
        !isEmpty && keys.withLock { $0[key] != nil }
    }

    var isEmpty: Bool { count == 0 }

    var count: Int { size.load(ordering: .sequentiallyConsistent) }

    /// The sessions, each with the moment at which its record must have expired.
    var entries: [SessionKey: Instant] { keys.withLock { $0 } }

    private func change(_ body: (inout [SessionKey: Instant]) -> Void) {
        keys.withLock { keys in
            body(&keys)
            size.store(keys.count, ordering: .sequentiallyConsistent)
        }
    }
}
