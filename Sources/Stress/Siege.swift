import Foundation
import ProcessTesting
import SQLiteStores

/// One attack on a server of its own, with a bystander who is served meanwhile.
struct Siege: Sendable {
    let attack: Attack
    /// Takes the server's files.
    let folder: URL

    /// How long the bystander is watched while the attack stands.
    private static let window = Duration.seconds(6)
    /// What the server may add to a limit: it looks every 5 seconds, and lingers for 2.
    private static let grace = Duration.seconds(10)

    /// Starts the server, attacks it, and sees it recover.
    ///
    /// Calls `watched` when the bystander has been watched, so that another siege may begin.
    func run(watched: () -> Void) async throws -> Outcome {
        let portero = try PorteroProcess(in: folder)
        return try await finishing(with: portero.stop) {
            try await portero.start(changes: ["PORTERO_ENV": nil, "SESSION_SECRET": Attacks.secret])
            let probe = ServerProbe(process: try portero.processIdentifier)
            let bystander = try await Bystander(port: portero.local.port)
            var outcome = try await finishing(with: bystander.leave) {
                try await besiege(portero.local, probe, bystander, watched)
            }
            outcome.isHealthy = try await portero.local.send("GET", "/healthz").status == 200
            outcome.sessions = try await storedSessions()
            return outcome
        }
    }

    private func besiege(
        _ server: LocalServer, _ probe: ServerProbe, _ bystander: Bystander, _ watched: () -> Void
    ) async throws -> Outcome {
        try await Task.sleep(for: .seconds(1))
        let (sockets, memory) = (try probe.sockets, try probe.memory.now)
        let crowd = Crowd(attack, port: server.port)
        return try await finishing(with: crowd.disperse) {
            let (start, seen) = (ContinuousClock.now, bystander.latencies.count)
            try await crowd.gather()
            let gathered = ContinuousClock.now
            try await Task.sleep(until: start + Self.window)
            var outcome = Outcome(attack: attack, watched: bystander.latencies.sorted(from: seen))
            outcome.letIn = crowd.tally.counts.open
            watched()
            outcome.released = try await release(since: gathered, down: sockets, probe)
            let after = try probe.memory
            outcome.memory = (most: after.most - memory, kept: after.now - memory)
            outcome.counts = crowd.tally.counts
            outcome.slowest = bystander.latencies.sorted().last ?? .zero
            outcome.bystanderFault = bystander.latencies.fault
            return outcome
        }
    }

    /// Waits until the server has let go of all connections of the attack, but not for ever.
    ///
    /// - Returns: how long it took; `nil` where it did not, or was not asked to.
    private func release(
        since gathered: ContinuousClock.Instant, down sockets: Int, _ probe: ServerProbe
    ) async throws -> Duration? {
        guard let patience = attack.patience else { return nil }
        while ContinuousClock.now < gathered + patience + Self.grace {
            if try probe.sockets <= sockets { return ContinuousClock.now - gathered }
            try await Task.sleep(for: .milliseconds(500))
        }
        return nil
    }

    /// None of the attacks may leave anything behind.
    private func storedSessions() async throws -> Int {
        let database = try SQLiteDatabase(path: folder.appending(path: "portero.sqlite").path)
        let count = try await SQLiteSessionStore(database).count()
        try database.close()
        return count
    }
}
