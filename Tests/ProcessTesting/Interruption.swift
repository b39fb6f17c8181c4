package import Foundation
import UnixSignals

/// Runs `body`, which is cancelled on SIGINT, SIGTERM and SIGHUP, so that it stops what it has started.
///
/// - Throws: `CancellationError` after a signal, else what `body` throws.
package func untilInterrupted(_ body: @escaping @Sendable () async throws -> Void) async throws {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            for await _ in signals { throw CancellationError() }
        }
        group.addTask { try await body() }
        defer { group.cancelAll() }
        try await group.next()
    }
}

/// Runs `body` with a folder that is there only meanwhile.
package func inScratchFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "portero-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return try await finishing(with: { try FileManager.default.removeItem(at: folder) }) { try await body(folder) }
}
