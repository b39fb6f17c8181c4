import Foundation
import ProcessTesting

// Ratios within one run, medians of alternating rounds; absolute figures are only told beside them.

do {
    try await run(Array(CommandLine.arguments.dropFirst()))
} catch {
    print("\(error)")
    exit(EXIT_FAILURE)
}

func run(_ arguments: [String]) async throws {
    switch (arguments.first, arguments.last.flatMap { Int($0) }) {
    case (nil, _): try await untilInterrupted { try await inScratchFolder(measureAll) }
    case ("parts", nil): try await measureParts()
    case ("stores", nil): try await untilInterrupted { try await inScratchFolder(measureStores) }
    case ("visits", let count?): try await repeatVisits(count)
    // The two servers that it starts itself.
    case ("bare", let port?): try await BareServer(file: arguments[1]).run(port: port)
    case ("sign-in", let port?): try await SignInServer().run(port: port)
    default: print("usage: Benchmarks [parts | stores | visits COUNT]")
    }
}

func measureAll(_ folder: URL) async throws {
    print(try await Machine.describe(in: folder))
    try await measureParts()
    try await measureStores(folder)
    try await HTTPBenchmarks(folder: folder).run()
}

func measureParts() async throws {
    row("what / against what", "ratio", "least–most", "budget", "median / median")
    try await measureUnchangedSession()
    try await measureManySessions()
    try await inScratchFolder(measureTemplate)
    try await measureAccessToken()
    try await inScratchFolder(measureDenyList)
}
