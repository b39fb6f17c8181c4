import Foundation
import ProcessTesting

/// All faults on all stores, and their report.
struct FaultDay: Sendable {
    /// Takes the stores' files, and what the processes say.
    let folder: URL

    /// - Parameter text: in the names of the stores that are wanted; `nil`: all.
    /// - Throws: `TrialFault` with all that went wrong.
    func run(_ text: String?) async throws {
        print(FaultReport.heading)
        var faults: [String] = []
        for (name, trial) in [("sqlite", trySQLite), ("redis", tryRedis), ("postgres", tryPostgres)]
        where name.contains(text ?? name) {
            faults += try await trial()
        }
        guard faults.isEmpty else { throw TrialFault(faults.joined(separator: "\n")) }
    }

    private func trySQLite() async throws -> [String] {
        let file = folder.appending(path: "faults.sqlite").path
        return try await Track.with("sqlite", at: "sqlite:" + file, processes: 2, in: folder) { track in
            try await tryAll(SQLiteFaults(file: file, track: track).list, "sqlite", track)
        }
    }

    /// What it has acknowledged, its file has.
    private func tryRedis() async throws -> [String] {
        let server = try await RedisServer(["--appendonly", "yes", "--appendfsync", "always"])
        return try await finishing(with: server.stop) {
            let proxy = try FaultProxy(to: server.port)
            let faults = ServerFaults(proxy: proxy, kill: server.kill, start: server.start) { isReadOnly in
                // It has no replica.
                try await server.tell("CONFIG", "SET", "min-replicas-to-write", isReadOnly ? "1" : "0")
            }
            return try await tryBehind(proxy, faults, "redis", at: "redis://127.0.0.1:\(proxy.port)")
        }
    }

    private func tryPostgres() async throws -> [String] {
        let server = try await PostgresServer(settings: ["fsync = on"])
        return try await finishing(with: server.stop) {
            let proxy = try FaultProxy(to: server.port)
            let faults = ServerFaults(proxy: proxy, kill: server.kill, start: server.start) { isReadOnly in
                try await server.run(
                    "ALTER SYSTEM SET default_transaction_read_only = \(isReadOnly ? "on" : "off")",
                    "SELECT pg_reload_conf()")
            }
            let address = "postgres://portero@127.0.0.1:\(proxy.port)/postgres"
            return try await tryBehind(proxy, faults, "postgres", at: address)
        }
    }

    private func tryBehind(
        _ proxy: FaultProxy, _ faults: ServerFaults, _ store: String, at address: String
    ) async throws -> [String] {
        try await proxy.start()
        return try await finishing(with: proxy.stop) {
            try await Track.with(store, at: address, processes: 2, in: folder) { track in
                try await tryAll(faults.list, store, track)
            }
        }
    }

    private func tryAll(_ cases: [FaultCase], _ store: String, _ track: Track) async throws -> [String] {
        var faults: [String] = []
        for fault in cases {
            let outcome = try await FaultTrial(track: track, fault: fault).run()
            print(FaultReport(store: store, fault: fault.name, outcome: outcome).line)
            faults += outcome.faults.map { "\(store), \(fault.name): \($0)" }
        }
        return faults
    }
}
