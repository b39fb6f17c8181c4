import Foundation
import Portero

/// A store that an Express process and this one share for the length of a walk.
protocol Bridge: Sendable {
    /// As `--store` and `express.cjs` have it.
    static var name: String { get }
    /// Where the store is, for `express.cjs`.
    var place: String { get }
    /// For this process.
    var store: any SessionStore { get }

    /// What stands there under an id, seen past `store`: it is on trial.
    func stored(_ id: SessionID) async throws -> SessionRecord?
}

/// The folder of a walk.
struct FolderBridge: Bridge {
    static let name = "folder"
    let folder: URL

    var place: String { folder.path }
    var store: any SessionStore { FolderSessionStore(folder: folder) }

    func stored(_ id: SessionID) throws -> SessionRecord? {
        let path = folder.appending(path: FolderSessionStore.fileName(of: SessionKey(id))).path
        guard let json = FileManager.default.contents(atPath: path),
            let date = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        else { return nil }
        return SessionRecord(json: [UInt8](json), expiry: Instant(rounding: date))
    }
}

extension Instant {
    /// A file's date may lie a hair beside the millisecond that it was set to.
    init(rounding date: Date) {
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}
