import Foundation
import ProcessTesting

/// All races on all stores, and their report.
struct RaceDay: Sendable {
    /// Takes the stores' files, and what the processes say.
    let folder: URL
    /// How many sign-outs a race has; there are ten times as many changes.
    let measure: Int

    /// One store, and how many processes share it.
    private struct Venue: Sendable {
        let name: String
        let processes: Int
        /// Calls what it is given with the store's address, while its server runs.
        let open: @Sendable (_ race: (String) async throws -> [String]) async throws -> [String]
    }

    /// - Parameter text: in the names of the stores that are wanted; `nil`: all.
    /// - Throws: `TrialFault` with all that went wrong.
    func run(_ text: String?) async throws {
        print(Report.heading)
        var faults: [String] = []
        for venue in venues where venue.name.contains(text ?? venue.name) {
            faults += try await venue.open { try await race(at: venue, $0) }
        }
        guard faults.isEmpty else { throw TrialFault(faults.joined(separator: "\n")) }
    }

    private var venues: [Venue] {
        let file = "sqlite:" + folder.appending(path: "races.sqlite").path
        return [
            Venue(name: "memory", processes: 1) { try await $0("memory:") },
            Venue(name: "sqlite", processes: 1) { try await $0(file) },
            Venue(name: "sqlite, one file", processes: 2) { try await $0(file) },
            Venue(name: "redis", processes: 2) { race in
                let server = try await RedisServer(["--appendonly", "yes"])
                return try await finishing(with: server.stop) { try await race("redis://127.0.0.1:\(server.port)") }
            },
            Venue(name: "postgres", processes: 2) { race in
                let server = try await PostgresServer()
                return try await finishing(with: server.stop) {
                    try await race("postgres://portero@127.0.0.1:\(server.port)/postgres")
                }
            },
        ]
    }

    private func race(at venue: Venue, _ address: String) async throws -> [String] {
        try await Track.with(venue.name, at: address, processes: venue.processes, in: folder) { track in
            var faults: [String] = []
            for race in Race.all {
                let start = ContinuousClock.now
                let count = measure * race.share
                let finish = try await race.run(track, count)
                let report = Report(
                    store: venue.name, processes: venue.processes, race: race, count: count, finish: finish,
                    time: ContinuousClock.now - start)
                print(report.line)
                if let fault = report.fault { faults.append(fault) }
            }
            return faults
        }
    }
}
