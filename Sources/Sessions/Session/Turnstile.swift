import Synchronization

/// Lets one task through at a time, in the order in which they came.
///
/// A session's save, reload, destruction and commit go through one, so that no change is stored twice.
struct Turnstile: ~Copyable, Sendable {
    /// Those that wait for the one inside; `nil`: nobody is inside.
    private let waiting = Mutex<[CheckedContinuation<Void, Never>]?>(nil)

    /// Waits until everybody who came before has left; whoever enters must ``leave()``.
    func enter() async {
        guard !waiting.withLock({ Self.take(&$0) }) else { return }
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                if Self.take(&waiting) { return true }
                waiting?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// Lets the next one in.
    func leave() {
        let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard waiting?.isEmpty == false else {
                waiting = nil
                return nil
            }
            return waiting?.removeFirst()
        }
        next?.resume()
    }

    private static func take(_ waiting: inout [CheckedContinuation<Void, Never>]?) -> Bool {
        guard waiting == nil else { return false }
        waiting = []
        return true
    }
}
