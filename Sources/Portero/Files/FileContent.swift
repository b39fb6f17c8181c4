import Crypto
import HTTPCookies
import Hummingbird
import NIOCore
import NIOPosix

/// The bytes of one file, in memory or on disk.
struct FileContent: Sendable {
    private enum Place: Sendable {
        case memory(ByteBuffer)
        case disk(path: String)
    }

    /// In bytes.
    let count: Int
    /// 24 hex digits of the bytes' SHA-256.
    let digest: String
    private let place: Place
    private let stamp: FileStamp

    private static let chunk = 128 << 10

    /// Reads the file as long as it was listed; remembers the bytes only if they are to be held.
    ///
    /// - Parameters:
    ///   - path: the file's.
    ///   - stamp: as it was listed.
    ///   - held: whether in memory.
    /// - Throws: ``UnreadableFile``.
    init(_ path: String, _ stamp: FileStamp, held: Bool) throws {
        let file = try OpenFile(path)
        var hash = SHA256()
        var bytes = ByteBuffer()
        if held { bytes.reserveCapacity(stamp.size) }
        var length = 0
        while length < stamp.size {
            var chunk = try file.read(from: length, atMost: min(Self.chunk, stamp.size - length))
            if chunk.readableBytes == 0 { break }
            length += chunk.readableBytes
            unsafe chunk.withUnsafeReadableBytes { unsafe hash.update(bufferPointer: $0) }
            if held { bytes.writeBuffer(&chunk) }
        }
        digest = hash.finalize().prefix(12).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        // On disk, what is served later must have the stamp's size.
        count = held ? length : stamp.size
        place = held ? .memory(bytes) : .disk(path: path)
        self.stamp = stamp
    }

    /// In whole seconds, as HTTP dates are.
    var lastModified: Instant {
        Instant(milliseconds: Int64(stamp.seconds) * 1000)
    }

    /// Whether it is what would be made of a file with this stamp.
    func isOf(_ stamp: FileStamp, held: Bool) -> Bool {
        switch place {
        case .memory: held && stamp == self.stamp
        case .disk: !held && stamp == self.stamp
        }
    }

    /// Some of the bytes, to be sent.
    ///
    /// - Parameter range: lies within the content.
    /// - Returns: a body of that length.
    /// - Throws: ``UnreadableFile`` where the file on disk is not the one that was indexed.
    func body(_ range: Range<Int>) async throws -> ResponseBody {
        switch place {
        case .memory(let bytes):
            let part = range.count == count ? bytes : bytes.getSlice(at: range.lowerBound, length: range.count)
            return ResponseBody(byteBuffer: part ?? ByteBuffer())
        case .disk(let path):
            let stamp = stamp
            let file = try await NIOThreadPool.singleton.runIfActive { try OpenFile(path, stamped: stamp) }
            return stream(file, range)
        }
    }

    private func stream(_ file: OpenFile, _ range: Range<Int>) -> ResponseBody {
        let stamp = stamp
        return ResponseBody(contentLength: range.count) { writer in
            var place = range.lowerBound
            while place < range.upperBound {
                let (start, length) = (place, min(range.upperBound - place, Self.chunk))
                let chunk = try await NIOThreadPool.singleton.runIfActive {
                    try file.read(from: start, atMost: length, stamped: stamp)
                }
                place += chunk.readableBytes
                try await writer.write(chunk)
            }
            try await writer.finish(nil)
        }
    }
}
