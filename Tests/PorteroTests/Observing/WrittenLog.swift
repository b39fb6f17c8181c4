import Foundation
import Portero
import Synchronization

/// What a log writer has written, batch by batch.
final class WrittenLog: Sendable {
    private let written = Mutex<[[UInt8]]>([])
    /// One element a batch.
    let batches: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init() {
        (batches, signal) = AsyncStream.makeStream()
    }

    func write(_ bytes: [UInt8]) {
        written.withLock { $0.append(bytes) }
        signal.yield()
    }

    /// All lines, without their ends.
    var lines: [String] {
        String(decoding: written.withLock { Array($0.joined()) }, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    }

    var batchCount: Int {
        written.withLock { $0.count }
    }
}

/// A line of the log in JSON.
struct LoggedAccess: Decodable {
    let time: String
    let method: String
    let path: String
    let status: Int
    let bytes: Int
    let ms: Double
    let broken: Bool?
    let route: String?
    let client: String?
    let id: String?

    private enum CodingKeys: String, CodingKey {
        case time, method, path, status, bytes, ms, broken, route, client
        case id = "hb.request.id"
    }

    init(_ line: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(line.utf8))
    }
}
