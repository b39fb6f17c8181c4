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
        if "sqlite".contains(text ?? "sqlite") { faults += try await trySQLite() }
        guard faults.isEmpty else { throw TrialFault(faults.joined(separator: "\n")) }
    }

    private func trySQLite() async throws -> [String] {
        let file = folder.appending(path: "faults.sqlite").path
        return try await Track.with("sqlite", at: "sqlite:" + file, processes: 2, in: folder) { track in
            try await tryAll(SQLiteFaults(file: file, track: track).list, "sqlite", track)
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
