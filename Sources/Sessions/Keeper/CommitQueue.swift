import HTTPCookies
import Synchronization

/// The commits that wait for one session, so that a process never competes with itself.
///
/// Whoever finds nobody at work leads: it writes its own changes. Those that come meanwhile wait; then the first of
/// them leads, and writes its own and those of all that wait with it in one `replace`.
final class CommitQueue: Sendable {
    /// What a waiting commit is told.
    enum Turn: Sendable {
        /// Lead: write your own changes, then those of the riders, over `newest` if there is one.
        case lead(riders: [Waiting], newest: SessionRecord?)
        /// Another commit has written them, or could not.
        case done(Result<WriteResult, any Error>)
    }

    /// A commit that waits.
    struct Waiting: Sendable {
        let draft: Draft
        /// A move writes under another key, so nobody rides with it and it rides with nobody.
        let isMove: Bool
        let turn: CheckedContinuation<Turn, Never>
    }

    private let waiting = Mutex<[SessionKey: [Waiting]]>([:])
    private let didWait: @Sendable () -> Void

    /// - Parameter didWait: told when a commit has begun to wait; for tests.
    init(didWait: @escaping @Sendable () -> Void = {}) {
        self.didWait = didWait
    }

    /// Whether nobody is at work.
    var isIdle: Bool {
        waiting.withLock { $0.isEmpty }
    }

    /// Waits for a turn; it must be ended by ``leave(_:newest:)`` if it is to lead.
    func enter(_ key: SessionKey, _ draft: Draft, isMove: Bool) async -> Turn {
        guard !waiting.withLock({ Self.take(key, in: &$0) }) else { return .lead(riders: [], newest: nil) }
        return await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                if Self.take(key, in: &waiting) { return true }
                waiting[key]?.append(Waiting(draft: draft, isMove: isMove, turn: continuation))
                return false
            }
            if isFree { continuation.resume(returning: .lead(riders: [], newest: nil)) } else { didWait() }
        }
    }

    private static func take(_ key: SessionKey, in waiting: inout [SessionKey: [Waiting]]) -> Bool {
        guard waiting[key] == nil else { return false }
        waiting[key] = []
        return true
    }

    /// Ends a leader's turn and gives it to the next.
    ///
    /// - Parameters:
    ///   - key: the session's.
    ///   - newest: the record as the leader left it, which spares the next a conflict; `nil`: not known.
    func leave(_ key: SessionKey, newest: SessionRecord?) {
        let next = waiting.withLock { waiting -> (Waiting, [Waiting])? in
            guard var queue = waiting[key], !queue.isEmpty else {
                waiting[key] = nil
                return nil
            }
            let first = queue.removeFirst()
            let count = first.isMove ? 0 : queue.firstIndex { $0.isMove } ?? queue.count
            let riders = Array(queue.prefix(count))
            waiting[key] = Array(queue.dropFirst(count))
            return (first, riders)
        }
        guard let (first, riders) = next else { return }
        first.turn.resume(returning: .lead(riders: riders, newest: newest))
    }
}

/// How a write of known changes ended.
enum WriteResult: Sendable {
    /// The record stands.
    case written(Draft.Page)
    /// The session has ended or moved meanwhile; nothing was written.
    case missing
}
