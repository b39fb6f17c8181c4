import HTTPCookies
import Synchronization

/// Where sessions went that were renewed here, so that a sign-out which still holds the id of before ends them too.
///
/// Remembers each renewal for five to ten minutes, which is longer than a request takes. Lives in memory: another
/// node's renewals are not in it.
final class RenewalTrail: Sendable {
    private typealias Steps = [SessionKey: [SessionKey]]

    private struct Memory {
        var young: Steps = [:]
        var old: Steps = [:]
        var youngest = Instant.epoch
    }

    private static let span = Duration.seconds(5 * 60)
    private let memory = Mutex(Memory())

    /// Notes a renewal before it happens, so that nobody who finds the old key gone misses it.
    func note(_ key: SessionKey, to newKey: SessionKey, now: Instant) {
        memory.withLock { memory in
            if now - memory.youngest >= Self.span {
                memory.old = now - memory.youngest < Self.span * 2 ? memory.young : [:]
                memory.young = [:]
                memory.youngest = now
            }
            memory.young[key, default: []].append(newKey)
        }
    }

    /// Forgets a renewal that has not happened.
    func forget(_ key: SessionKey, to newKey: SessionKey) {
        memory.withLock { memory in
            memory.young[key]?.removeAll { $0 == newKey }
            if memory.young[key]?.isEmpty == true { memory.young[key] = nil }
        }
    }

    /// The keys under which the session may have gone on: several where a store failed to say.
    func next(after key: SessionKey) -> [SessionKey] {
        memory.withLock { ($0.young[key] ?? []) + ($0.old[key] ?? []) }
    }
}
