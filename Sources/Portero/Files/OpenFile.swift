import NIOCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A regular file that is open for reading; it is closed when nobody holds it any more.
final class OpenFile: Sendable {
    private let path: String
    private let descriptor: CInt

    /// - Parameters:
    ///   - path: is not followed where it is a symbolic link.
    ///   - stamp: that of the file when it was listed; `nil`: any.
    /// - Throws: ``UnreadableFile``.
    init(_ path: String, stamped stamp: FileStamp? = nil) throws(UnreadableFile) {
        self.path = path
        // Without O_NONBLOCK, opening a pipe would wait for its writer.
        descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw UnreadableFile(path, .system(errno)) }
        guard let found = FileStamp(descriptor) else { throw UnreadableFile(path, .noFile) }
        guard stamp == nil || stamp == found else { throw UnreadableFile(path, .changed) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Up to `count` bytes from `offset` on; none only at the file's end.
    func read(from offset: Int, atMost count: Int) throws(UnreadableFile) -> ByteBuffer {
        var bytes = ByteBuffer()
        var error = EINTR
        while error == EINTR {
            error = 0
            unsafe bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { memory in
                let length = unsafe pread(descriptor, memory.baseAddress, count, off_t(offset))
                if length < 0 { error = errno }
                return max(0, length)
            }
        }
        guard error == 0 else { throw UnreadableFile(path, .system(error)) }
        return bytes
    }

    /// The same, of a file that still has this stamp after it was read.
    func read(from offset: Int, atMost count: Int, stamped stamp: FileStamp) throws(UnreadableFile) -> ByteBuffer {
        let bytes = try read(from: offset, atMost: count)
        guard bytes.readableBytes > 0, FileStamp(descriptor) == stamp else { throw UnreadableFile(path, .changed) }
        return bytes
    }
}

/// Why a file cannot be read, or not as it was indexed.
struct UnreadableFile: Error, CustomStringConvertible {
    enum Reason: Equatable {
        /// The system's error number.
        case system(CInt)
        case noFile
        case changed
    }

    let path: String
    let reason: Reason

    init(_ path: String, _ reason: Reason) {
        self.path = path
        self.reason = reason
    }

    var description: String {
        switch reason {
        case .system(let number): "\(path) cannot be read: errno \(number)"
        case .noFile: "\(path) is no file, expected one"
        case .changed: "\(path) has changed, expected it as it was indexed: start the server anew to serve it"
        }
    }
}
