import Synchronization

/// Holds requests up until it is opened, so that they are under way meanwhile.
final class Gate: Sendable {
    private let held = Mutex<[CheckedContinuation<Void, Never>]>([])

    /// How many are held up.
    var count: Int { held.withLock { $0.count } }

    func wait() async {
        await withCheckedContinuation { continuation in held.withLock { $0.append(continuation) } }
    }

    /// Lets go of those that are there; the next one is held up again.
    func open() {
        let released = held.withLock { held in
            defer { held = [] }
            return held
        }
        for continuation in released { continuation.resume() }
    }
}
