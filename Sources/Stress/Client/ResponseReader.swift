import NIOCore

/// Takes responses out of what a server sends; each tells its length.
struct ResponseReader {
    private var received = ByteBuffer()

    /// - Parameter bytes: what has arrived.
    /// - Returns: the statuses of the responses that are complete now.
    mutating func read(_ bytes: inout ByteBuffer) -> [Int] {
        received.writeBuffer(&bytes)
        var statuses: [Int] = []
        while let status = next() { statuses.append(status) }
        received.discardReadBytes()
        return statuses
    }

    private mutating func next() -> Int? {
        let view = received.readableBytesView
        guard let end = view.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: view[..<end.lowerBound], as: UTF8.self)
        let whole = view.distance(from: view.startIndex, to: end.upperBound) + Self.length(head)
        guard received.readableBytes >= whole else { return nil }
        received.moveReaderIndex(forwardBy: whole)
        return Int(head.dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0
    }

    private static func length(_ head: String) -> Int {
        for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-length:") {
            return Int(line.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) ?? 0
        }
        return 0
    }
}
