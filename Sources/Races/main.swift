import Foundation
import Portero
import ProcessTesting

// Races processes that share a store, and fails where a change is lost or somebody who has signed out is not.
// `Races sqlite` races only the stores that have "sqlite" in their name, `Races 100` has 100 sign-outs a race and 1000
// changes. `Races node ADDRESS PORT` is one of the processes that are raced.

do {
    let words = Array(CommandLine.arguments.dropFirst())
    if words.first == "node", words.count == 3, let port = Int(words[2]) {
        _ = OpenFiles.raiseLimit()
        try await RaceServer(address: words[1], port: port).run()
    } else {
        _ = OpenFiles.raiseLimit()
        let measure = words.lazy.compactMap { Int($0) }.first ?? 1000
        let name = words.first { Int($0) == nil }
        try await untilInterrupted {
            try await inScratchFolder { try await RaceDay(folder: $0, measure: measure).run(name) }
        }
    }
} catch {
    print("\(error)")
    exit(EXIT_FAILURE)
}
