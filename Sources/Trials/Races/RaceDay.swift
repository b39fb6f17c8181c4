import Foundation

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
        let address: String
    }

    /// - Parameter text: in the names of the stores that are wanted; `nil`: all.
    /// - Throws: `TrialFault` with all that went wrong.
    func run(_ text: String?) async throws {
        print(Report.heading)
        var faults: [String] = []
        for venue in venues where venue.name.contains(text ?? venue.name) {
            faults += try await race(at: venue)
        }
        guard faults.isEmpty else { throw TrialFault(faults.joined(separator: "\n")) }
    }

    private var venues: [Venue] {
        let file = "sqlite:" + folder.appending(path: "races.sqlite").path
        return [
            Venue(name: "memory", processes: 1, address: "memory:"),
            Venue(name: "sqlite", processes: 1, address: file),
            Venue(name: "sqlite, one file", processes: 2, address: file),
        ]
    }

    private func race(at venue: Venue) async throws -> [String] {
        try await Track.with(
            venue.name, at: venue.address, processes: venue.processes, in: folder
        ) { track in
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
