import NIOCore

@testable import RedisStores

/// The words of a command, which is itself RESP; `nil` where it is not.
func words(of bytes: ByteBuffer) -> [String]? {
    commands(in: bytes)?.first
}

/// The words of several commands.
func commands(in bytes: ByteBuffer) -> [[String]]? {
    var (reader, rest, commands) = (RESPReader(), bytes, [[String]]())
    while let value = try? reader.next(from: &rest) {
        commands.append((value.array ?? []).map { String(decoding: $0.bytes ?? [], as: UTF8.self) })
    }
    return rest.readableBytes == 0 ? commands : nil
}

extension RedisRequest {
    /// What is sent.
    var sent: [[String]]? {
        var buffer = ByteBuffer()
        write(to: &buffer)
        return commands(in: buffer)
    }
}
