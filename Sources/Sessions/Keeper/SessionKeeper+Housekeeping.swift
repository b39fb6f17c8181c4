import HTTPCookies
import Logging

extension SessionKeeper {
    /// The housekeeping, until its task is cancelled: sweeps expired records every minute, and destroys the sessions
    /// that a failing store could not.
    ///
    /// The app's service group owns it. A store that fails is asked again later.
    public func run() async {
        await withTaskGroup { group in
            group.addTask { await self.sweepEveryMinute() }
            group.addTask { await self.retryDestructions() }
        }
    }

    private func sweepEveryMinute() async {
        while await pause(for: .seconds(60)) {
            do throws(StoreError) {
                let count = try await store.sweep()
                if count > 0 { logger.debug("expired sessions swept", metadata: ["count": "\(count)"]) }
            } catch {
                logger.warning("expired sessions could not be swept", metadata: ["error": "\(error)"])
            }
        }
    }

    private func retryDestructions() async {
        var delay = Duration.seconds(1)
        while await pause(for: delay) {
            let isDone = await retryDestructionsOnce() == 0
            delay = isDone ? .seconds(1) : min(delay * 2, .seconds(30))
        }
    }

    /// Tries once more to destroy what a failing store could not, and forgets what must have expired.
    ///
    /// - Returns: how many sessions are left to be destroyed.
    @discardableResult
    package func retryDestructionsOnce() async -> Int {
        let backlog = writer.backlog
        guard !backlog.isEmpty else { return 0 }
        for (key, end) in backlog.entries {
            // A store that still fails is asked again later; that is what this list is for.
            let isGone = end <= clock.now() ? true : (try? await delete(key)) != nil
            if isGone { backlog.remove(key) }
        }
        logger.debug(
            "destroying sessions that the store could not destroy before", metadata: ["left": "\(backlog.count)"])
        return backlog.count
    }

    /// - Returns: false when the task has been cancelled.
    private func pause(for duration: Duration) async -> Bool {
        do {
            try await Task.sleep(for: duration)
            return true
        } catch {
            return false
        }
    }
}
