import Foundation
import Sessions

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A database file that nobody but its owner may read.
struct SQLiteFile {
    /// Absolute, so that SQLite takes no path for a URI or for memory.
    let path: String

    init(path: String) {
        self.path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// Makes the folder and the file where they are missing, and tightens the file where it stands open.
    ///
    /// The file is made before SQLite opens it, since SQLite gives `-wal` and `-shm` the mode that the file has.
    /// An existing file is never opened here: closing it would drop the locks that SQLite holds on it in this process.
    ///
    /// Source: SQLite, "How To Corrupt An SQLite Database File", section 2.2.
    func prepare() throws {
        let folder = (path as NSString).deletingLastPathComponent
        if !FileManager.default.fileExists(atPath: folder) {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw SQLiteRefusal.fileNotMade(errno: errno)
        }
        for name in [path, path + "-wal", path + "-shm"] { try tighten(name) }
    }

    private func tighten(_ name: String) throws {
        guard FileManager.default.fileExists(atPath: name) else { return }
        let mode = try FileManager.default.attributesOfItem(atPath: name)[.posixPermissions] as? Int
        guard let mode, mode & 0o077 != 0 else { return }
        do {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: name)
        } catch {
            throw SQLiteRefusal.fileNotTightened(mode: mode)
        }
    }
}
