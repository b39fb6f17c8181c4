import Foundation
import Portero
import ProcessTesting

// Attacks the hosted app on this machine, and fails where somebody who behaves is not served as before.
// `Stress slow` carries out only the attacks that have "slow" in their name.

do {
    try await untilInterrupted { try await inScratchFolder(run) }
} catch {
    print("\(error)")
    exit(EXIT_FAILURE)
}

func run(_ folder: URL) async throws {
    let attacks = Attacks(openFiles: OpenFiles.raiseLimit() ?? .max)
    let cores = ProcessInfo.processInfo.activeProcessorCount
    print("\(cores) cores for server, attackers and bystander; each attack has a server of its own")
    print("times in milliseconds, of a bystander who gets a page 25 times a second, due at fixed moments")
    print(Outcome.heading)
    let quiet = try await Stage(folder: folder).play([attacks.quiet])
    let base = quiet[0].watched.percentile(99)
    print(quiet[0].line(quiet: base))
    var outcomes = quiet
    for group in attacks.groups(CommandLine.arguments.dropFirst().first) {
        let more = try await Stage(folder: folder).play(group)
        for outcome in more { print(outcome.line(quiet: base)) }
        outcomes += more
    }
    let faults = outcomes.flatMap(\.faults)
    guard faults.isEmpty else { throw StressFault(list: faults) }
}

/// What must not be, of all attacks.
struct StressFault: Error, CustomStringConvertible {
    let list: [String]

    var description: String { list.joined(separator: "\n") }
}
