import Foundation
import ProcessTesting

/// A program of the machine's, found by its name.
struct Program {
    private let name: String
    private let log: URL

    /// - Parameters:
    ///   - name: as a shell finds it.
    ///   - log: takes what it says.
    init(_ name: String, log: URL) {
        self.name = name
        self.log = log
    }

    /// Runs it to its end, and stops it where that is not awaited.
    ///
    /// - Parameters:
    ///   - arguments: of the program.
    ///   - changes: variables to set.
    /// - Returns: what it said.
    /// - Throws: where it fails.
    func run(_ arguments: [String], changes: [String: String] = [:]) async throws -> String {
        let process = try ChildProcess(
            URL(filePath: "/usr/bin/env"), [name] + arguments,
            environment: ProcessInfo.processInfo.environment.merging(changes) { $1 }, log: log)
        return try await finishing(with: process.stop) {
            let status = try await process.end()
            guard status == 0 else { throw BenchmarkFault("\(name) ended with \(status): \(try process.output)") }
            return try process.output
        }
    }
}
