import Sessions
import Synchronization

/// One reading of the whole directory: which sessions were met already, since a server may name one twice.
struct DirectoryReading: Sendable {
    /// Where to go on; `nil` at the end.
    private(set) var position: ScanPosition? = ScanPosition()
    /// Met, and not given out yet.
    private(set) var waiting: [SessionKey] = []
    /// Of those met: 8 bytes each.
    private var seen: Set<Int> = []
    /// Where the keys that wait were met.
    private var lastBatch = ScanPosition()

    init(at position: ScanPosition = ScanPosition()) {
        self.position = position
        lastBatch = position
    }

    /// Whether all were given out.
    var isOver: Bool { position == nil && waiting.isEmpty }

    /// From where somebody goes on who knows nothing of this reading: nothing is missed, but some may be met again.
    var resumption: ScanPosition { waiting.isEmpty ? position ?? lastBatch : lastBatch }

    /// Takes in a batch that was asked for at ``position``.
    mutating func met(_ keys: [SessionKey], next: ScanPosition?) {
        if let position { lastBatch = position }
        for key in keys where seen.insert(key.hashValue).inserted { waiting.append(key) }
        position = next
    }

    /// The next ones to be given out.
    mutating func take(_ limit: Int) -> [SessionKey] {
        let taken = Array(waiting.prefix(limit))
        waiting.removeFirst(taken.count)
        return taken
    }
}

/// The readings that are under way in this process: the latest few.
final class DirectoryReadings: Sendable {
    private static let limit = 16
    private let state = Mutex<[(id: UInt64, reading: DirectoryReading)]>([])

    /// Takes up the reading that a cursor continues.
    ///
    /// - Parameter cursor: `nil`: a new one; one of another process, or of long ago: from where it stood.
    /// - Returns: `nil` where it is no cursor of ours.
    func take(_ cursor: DirectoryCursor?) -> DirectoryReading? {
        guard let cursor else { return DirectoryReading() }
        let parts = cursor.token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let id = UInt64(parts[0]), let node = Int(parts[1]), let place = UInt64(parts[2]) else {
            return nil
        }
        let known = state.withLock { readings in
            readings.firstIndex { $0.id == id }.map { readings.remove(at: $0).reading }
        }
        return known ?? DirectoryReading(at: ScanPosition(node: node, cursor: place))
    }

    /// Keeps a reading for whoever has the cursor.
    func keep(_ reading: DirectoryReading) -> DirectoryCursor {
        let id = UInt64.random(in: .min ... .max)
        state.withLock { readings in
            if readings.count == Self.limit { readings.removeFirst() }
            readings.append((id, reading))
        }
        let place = reading.resumption
        return DirectoryCursor(token: "\(id).\(place.node).\(place.cursor)")
    }
}
