import Foundation
import Portero

/// A folder with a file for each session.
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

    static func open(in folder: URL, _ body: (FolderBridge) async throws -> Void) async throws {
        try await body(FolderBridge(folder: folder))
    }
}

extension Instant {
    /// A file's date may lie a hair beside the millisecond that it was set to.
    init(rounding date: Date) {
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}
