import Foundation
import ProcessTesting

/// This program once more, as a server in a process of its own.
enum OwnProcess {
    /// Runs `body` while the server stands; it gets the port as its last argument.
    static func serving<Result>(
        _ arguments: [String], in folder: URL, _ body: (Served) async throws -> Result
    ) async throws -> Result {
        let port = try LocalServer.freePort()
        let program = URL(filePath: CommandLine.arguments[0])
        let log = folder.appending(path: arguments[0] + ".log")
        let environment = ProcessInfo.processInfo.environment
        let process = try ChildProcess(program, arguments + ["\(port)"], environment: environment, log: log)
        return try await finishing(with: process.stop) {
            try await poll("\(arguments[0]) to answer") {
                guard process.isRunning else { throw BenchmarkFault("it ended, and said: \(try process.output)") }
                // Refused connections are what we wait through.
                return try? await LocalServer(port: port).send("GET", "/")
            }
            return try await body(Served(local: LocalServer(port: port), process: process.processIdentifier))
        }
    }
}
