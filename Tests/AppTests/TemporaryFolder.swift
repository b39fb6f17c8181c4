import Foundation
import ProcessTesting

/// Runs a test on a program of its own, in a folder that is gone afterwards; stops the server whatever happens.
func withPortero(_ body: (PorteroProcess) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "portero-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // What is left there does no harm.
    let portero = try PorteroProcess(in: folder)
    try await finishing(with: portero.stop) { try await body(portero) }
}
