import Foundation
import ProcessTesting

// Walks a browser to and fro between Express and Portero, which share a store, and fails where they first disagree.

do {
    try await untilInterrupted { try await inScratchFolder(run) }
} catch {
    print("\(error)")
    exit(EXIT_FAILURE)
}

func run(_ folder: URL) async throws {
    let itinerary = try await Itinerary(Array(CommandLine.arguments.dropFirst())) {
        try await ExpressApp.missingPackages(log: folder.appending(path: "missing.log"))
    }
    for line in itinerary.omissions { print(line) }
    for bridge in itinerary.bridges { try await walk(over: bridge, in: folder) }
    for line in itinerary.omissions { print(line) }
}

func walk<Kind: Bridge>(over kind: Kind.Type, in folder: URL) async throws {
    let home = folder.appending(path: kind.name)
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let log = folder.appending(path: "express.log")
    try await kind.open(in: home) { bridge in
        for (number, options) in WalkOptions.all.enumerated() {
            let express = ExpressApp(options: options, store: kind.name, place: bridge.place)
            try await express.serve(log: log) { expressPort, versions in
                if number == 0 { print("over \(kind.name), with \(versions.joined(separator: ", "))") }
                try await PorteroApp(options: options, store: bridge.store).serve { port in
                    try await walkBothWays(
                        Stop(framework: .express, server: LocalServer(port: expressPort)),
                        Stop(framework: .portero, server: LocalServer(port: port)), options, over: bridge)
                }
            }
        }
    }
    print("\(2 * WalkOptions.all.count) walks of \(Step.all.count) steps over \(kind.name): Express and Portero agree")
}

func walkBothWays(_ express: Stop, _ portero: Stop, _ options: WalkOptions, over bridge: some Bridge) async throws {
    for (here, there) in [(express, portero), (portero, express)] {
        var walk = try Walk(from: here, to: there, options, over: bridge) { print($0) }
        print(walk.description)
        try await walk.go()
        try await Overlap(slow: here, other: there, options: options, bridge: bridge) { print($0) }.go()
    }
}
