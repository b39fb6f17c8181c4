public import ServiceLifecycle
public import Sessions

/// Runs a keeper's housekeeping as a service of the app: sweeps expired sessions, retries failed destructions.
public struct SessionHousekeeping: Service {
    private let keeper: SessionKeeper

    /// - Parameter keeper: whose sessions are swept.
    public init(_ keeper: SessionKeeper) {
        self.keeper = keeper
    }

    /// Runs until the app shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown { await keeper.run() }
    }
}
