import Foundation
import ProcessTesting

/// How a store's server, and the network before it, can fail.
struct ServerFaults: Sendable {
    /// Stands between the nodes and the server.
    let proxy: FaultProxy
    /// Ends the server in the middle of whatever it does (SIGKILL).
    let kill: @Sendable () async throws -> Void
    /// Starts it again, with what its disk has.
    let start: @Sendable () async throws -> Void
    /// Makes it take no writes, or take them again.
    let setReadOnly: @Sendable (Bool) async throws -> Void

    /// The last is the server's own end.
    var list: [FaultCase] {
        [
            network("connections are refused", .refused), network("replies are cut by a reset", .reset),
            network("the network is a black hole", .silent),
            network("the network stalls for 5 s", .stalled, for: .seconds(5)),
            FaultCase(
                name: "the server takes no writes", inject: { try await setReadOnly(true) },
                heal: { try await setReadOnly(false) }),
            FaultCase(name: "the server is killed (SIGKILL)", inject: kill, heal: start),
        ]
    }

    private func network(
        _ name: String, _ fault: FaultProxy.Fault, for time: Duration = .seconds(3)
    ) -> FaultCase {
        FaultCase(
            name: name, time: time, inject: { try await proxy.fail(fault) }, heal: { try await proxy.fail(.none) })
    }
}
