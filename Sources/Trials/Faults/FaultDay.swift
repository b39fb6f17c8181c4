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
            try await tryBehindProxy(
                "redis", to: server.port, kill: server.kill, start: server.start
            ) { "redis://127.0.0.1:\($0)" }
        }
    }

    private func tryPostgres() async throws -> [String] {
        let server = try await PostgresServer(settings: ["fsync = on"])
        return try await finishing(with: server.stop) {
            try await tryBehindProxy(
                "postgres", to: server.port, kill: server.kill, start: server.start
            ) { "postgres://portero@127.0.0.1:\($0)/postgres" }
        }
    }

    private func tryBehindProxy(
        _ store: String, to port: Int, kill: @escaping @Sendable () async throws -> Void,
        start: @escaping @Sendable () async throws -> Void, _ address: (Int) -> String
    ) async throws -> [String] {
        let proxy = try FaultProxy(to: port)
        try await proxy.start()
        return try await finishing(with: proxy.stop) {
            try await Track.with(store, at: address(proxy.port), processes: 2, in: folder) { track in
                try await tryAll(ServerFaults(proxy: proxy, kill: kill, start: start).list, store, track)
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
