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
    let makeBridge = try chosenBridge(Array(CommandLine.arguments.dropFirst()))
    var walks = 0
    for (number, options) in WalkOptions.all.enumerated() {
        let home = folder.appending(path: "\(number)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        let bridge = makeBridge(home)
        let express = ExpressApp(options: options, store: type(of: bridge).name, place: bridge.place)
        try await express.serve(log: folder.appending(path: "express.log")) { expressPort, versions in
            if number == 0 { print("with \(versions.joined(separator: ", "))") }
            try await PorteroApp(options: options, store: bridge.store).serve { port in
                let express = Stop(framework: .express, server: LocalServer(port: expressPort))
                let portero = Stop(framework: .portero, server: LocalServer(port: port))
                for (here, there) in [(express, portero), (portero, express)] {
                    var walk = try Walk(from: here, to: there, options, over: bridge) { print($0) }
                    print(walk.description)
                    try await walk.go()
                    walks += 1
                }
            }
        }
    }
    print("\(walks) walks of \(Step.all.count) steps: Express and Portero agree")
}

/// What makes the store that `--store` names; one in a folder where nothing is said.
func chosenBridge(_ arguments: [String]) throws -> (URL) -> any Bridge {
    let bridges: [String: (URL) -> any Bridge] = [FolderBridge.name: { FolderBridge(folder: $0) }]
    let name = arguments.isEmpty ? FolderBridge.name : arguments.first == "--store" ? arguments.dropFirst().first : nil
    guard arguments.count != 1, arguments.count <= 2, let make = name.flatMap({ bridges[$0] }) else {
        throw Trouble("usage: Interop [--store \(bridges.keys.sorted().joined(separator: "|"))]")
    }
    return make
}
