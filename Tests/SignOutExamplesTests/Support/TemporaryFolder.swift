import Foundation
import SQLiteStores

/// A folder of a test's own, removed with what is in it; in memory where the machine has such a place.
final class TemporaryFolder: Sendable {
    private let path: String

    init() throws {
        let memory = "/dev/shm"
        let parent = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        path = parent + "/portero-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // A folder that stays behind harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Patient, since a busy machine is no fault of the stores.
    func database() throws -> SQLiteDatabase {
        try SQLiteDatabase(path: path + "/portero.sqlite", timeLimit: .seconds(60))
    }
}
