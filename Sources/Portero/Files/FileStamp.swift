#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What tells that a file has not changed: its size, and when it was written.
struct FileStamp: Equatable, Sendable {
    /// In bytes.
    let size: Int
    /// Since 1970-01-01T00:00:00Z.
    let seconds: Int
    let nanoseconds: Int

    /// - Parameter descriptor: of an open file; `nil` where it is no regular file.
    init?(_ descriptor: CInt) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    fileprivate init?(_ status: stat) {
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        #if canImport(Darwin)
        let written = status.st_mtimespec
        #else
        let written = status.st_mtim
        #endif
        size = Int(status.st_size)
        seconds = Int(written.tv_sec)
        nanoseconds = Int(written.tv_nsec)
    }
}

/// What stands at a path, without following it where it is a symbolic link.
enum PathKind {
    case file(FileStamp)
    case folder
    case other

    init(_ path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            self = .other
            return
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            self = .folder
        } else if let stamp = FileStamp(status) {
            self = .file(stamp)
        } else {
            self = .other
        }
    }
}
