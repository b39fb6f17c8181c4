import Foundation
import Portero
import ProcessTesting

// Tries processes that share a store, and fails where something is lost, or somebody who has signed out is not.
//
// `Trials races` races their requests, `Trials faults` breaks what is between them and the store, or the store itself.
// With `sqlite` behind it, only the stores that have that in their names; with a number, so many times instead of 1000.
// `Trials node ADDRESS PORT` is one of the processes that are tried.

do {
    _ = OpenFiles.raiseLimit()
    let words = Array(CommandLine.arguments.dropFirst())
    let name = words.dropFirst().first { Int($0) == nil }
    let measure = words.lazy.compactMap { Int($0) }.first ?? 1000
    switch (words.first, words.count) {
    case ("node", 3):
        try await TrialServer(address: words[1], port: measure).run()
    case ("races", _):
        try await untilInterrupted {
            try await inScratchFolder { try await RaceDay(folder: $0, measure: measure).run(name) }
        }
    case ("faults", _):
        try await untilInterrupted { try await inScratchFolder { try await FaultDay(folder: $0).run(name) } }
    default:
        throw TrialFault("expected races, faults or node ADDRESS PORT")
    }
} catch {
    print("\(error)")
    exit(EXIT_FAILURE)
}
