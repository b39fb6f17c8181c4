import Foundation
import ProcessTesting
import Testing

@Suite("Processes that share a store")
struct RacesTests {
    /// A small run of `make races`, with all that it starts.
    @Test func `lose no change, and whoever has signed out stays signed out`() async throws {
        let folder = try TemporaryFolder()
        let races = try ChildProcess(
            try PorteroProcess.locate("Races"), ["20"], environment: ProcessInfo.processInfo.environment,
            log: URL(filePath: folder.path).appending(path: "races.log"))
        let status = try await races.end()
        let report = try races.output
        #expect(status == 0, "\(report)")
        for store in ["memory", "sqlite", "sqlite, one file"] {
            #expect(report.split(separator: "\n").count { $0.hasPrefix(store + "  ") } == 8, "\(store):\n\(report)")
        }
    }
}
