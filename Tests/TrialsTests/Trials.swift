import Foundation
import ProcessTesting

/// The program of `make races` and `make faults`.
enum Trials {
    /// Runs it to its end.
    ///
    /// - Returns: its exit status, and what it printed.
    static func run(_ arguments: [String]) async throws -> (status: Int32, report: String) {
        let folder = try TemporaryFolder()
        let trials = try ChildProcess(
            try PorteroProcess.locate("Trials"), arguments, environment: ProcessInfo.processInfo.environment,
            log: URL(filePath: folder.path).appending(path: "trials.log"))
        let status = try await trials.end()
        return (status, try trials.output)
    }
}
