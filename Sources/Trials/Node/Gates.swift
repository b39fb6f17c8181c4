import Synchronization

/// Where requests wait, with what they have read, until the driver lets them go on.
final class Gates: Sendable {
    private struct State {
        var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
        var open: Set<String> = []
    }

    private let state = Mutex(State())

    /// Waits until the gate is opened; an open one stays open.
    func pass(_ name: String) async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if state.open.contains(name) { return true }
                state.waiting[name, default: []].append(continuation)
                return false
            }
            if isOpen { continuation.resume() }
        }
    }

    /// How many wait at the gate.
    func count(at name: String) -> Int {
        state.withLock { $0.waiting[name]?.count ?? 0 }
    }

    /// Lets all go on who wait, and who come later.
    func open(_ name: String) {
        let freed = state.withLock { state in
            state.open.insert(name)
            return state.waiting.removeValue(forKey: name) ?? []
        }
        for continuation in freed { continuation.resume() }
    }
}
