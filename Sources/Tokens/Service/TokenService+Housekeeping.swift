import Hummingbird
import Logging
public import ServiceLifecycle
import Sessions
import SignIn

extension TokenService {
    /// The housekeeping, until its task is cancelled: sweeps expired families and denials every minute.
    ///
    /// A store that fails is asked again later.
    public func run() async {
        while await pause() { await sweepOnce() }
    }

    /// Sweeps once.
    package func sweepOnce() async {
        do throws(StoreError) {
            let count = try await families.sweep()
            if count > 0 { logger.debug("expired refresh families swept", metadata: ["count": "\(count)"]) }
        } catch {
            logger.warning("expired refresh families could not be swept", metadata: ["error": "\(error)"])
        }
        do throws(StoreError) {
            let count = try await denials?.sweep() ?? 0
            if count > 0 { logger.debug("ended denials swept", metadata: ["count": "\(count)"]) }
        } catch {
            logger.warning("ended denials could not be swept", metadata: ["error": "\(error)"])
        }
    }

    /// - Returns: false when the task has been cancelled.
    private func pause() async -> Bool {
        do {
            try await Task.sleep(for: .seconds(60))
            return true
        } catch {
            return false
        }
    }
}

/// Runs a token service's housekeeping as a service of the app: sweeps expired families and denials.
public struct TokenHousekeeping: Service {
    private let tokens: TokenService

    /// - Parameter tokens: whose stores are swept.
    public init(_ tokens: TokenService) {
        self.tokens = tokens
    }

    /// Runs until the app shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown { await tokens.run() }
    }
}
