import Sessions
import Synchronization

/// One reading of the whole directory: which sessions were met already, since a server may name one twice.
struct DirectoryReading: Sendable {
    /// Where somebody goes on who knows nothing of a reading but this.
    struct Resumption: Hashable, Sendable {
        /// Where the sessions were met of which some are still to be given out; else where the next ones will be.
        var position = ScanPosition()
        /// The last one of them that was given out; -1: none.
        var given: Int64 = -1
        /// By which they are known: where others are met, none of them is skipped.
        var fingerprint: Int64 = 0
    }

    /// Where to go on; `nil` at the end.
    private(set) var position: ScanPosition?
    /// Met, and not given out yet; those of one batch by their places.
    private(set) var waiting: [(place: Int64, key: SessionKey)] = []
    /// Of those met: 8 bytes each.
    private var seen: Set<Int> = []
    private var last: Resumption
    private var isResumed: Bool

    /// - Parameter resumption: `nil`: from the beginning.
    init(_ resumption: Resumption? = nil) {
        last = resumption ?? Resumption()
        position = last.position
        isResumed = resumption != nil
    }

    /// Whether all were given out.
    var isOver: Bool { position == nil && waiting.isEmpty }

    /// Nothing is missed by whoever goes on there, but some may be met again.
    var resumption: Resumption {
        waiting.isEmpty ? Resumption(position: position ?? last.position) : last
    }

    /// Takes in a batch that was asked for at ``position``.
    mutating func met(_ keys: [SessionKey], next: ScanPosition?) {
        let batch = keys.map { (place: OwnerIndex.place(of: RedisKey("", $0).bytes), key: $0) }
            .sorted { $0.place < $1.place }
        let fingerprint = batch.reduce(0) { $0 &+ $1.place }
        let skipped = isResumed && fingerprint == last.fingerprint ? last.given : -1
        last = Resumption(position: position ?? last.position, fingerprint: fingerprint)
        isResumed = false
        for entry in batch where entry.place > skipped && seen.insert(entry.key.hashValue).inserted {
            waiting.append(entry)
        }
        position = next
    }

    /// The next ones to be given out.
    mutating func take(_ limit: Int) -> [SessionKey] {
        let taken = Array(waiting.prefix(limit))
        waiting.removeFirst(taken.count)
        last.given = taken.last?.place ?? last.given
        return taken.map(\.key)
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
        guard parts.count == 5, let id = UInt64(parts[0]), let node = Int(parts[1]), node >= 0,
            let place = UInt64(parts[2]), let given = Int64(parts[3]), let fingerprint = Int64(parts[4])
        else { return nil }
        let known = state.withLock { readings in
            readings.firstIndex { $0.id == id }.map { readings.remove(at: $0).reading }
        }
        return known
            ?? DirectoryReading(
                .init(position: ScanPosition(node: node, cursor: place), given: given, fingerprint: fingerprint))
    }

    /// Keeps a reading for whoever has the cursor.
    func keep(_ reading: DirectoryReading) -> DirectoryCursor {
        let id = UInt64.random(in: .min ... .max)
        state.withLock { readings in
            if readings.count == Self.limit { readings.removeFirst() }
            readings.append((id, reading))
        }
        let place = reading.resumption
        return DirectoryCursor(
            token: "\(id).\(place.position.node).\(place.position.cursor).\(place.given).\(place.fingerprint)")
    }
}
