public import HTTPCookies
import Synchronization

/// Keeps sessions in this process: fast, bounded, and gone when it ends.
///
/// Sessions are spread over up to 256 shards, each a dictionary behind a lock of its own, within which nothing but
/// memory is touched. Each shard has its share of the capacity; where one is full, the session nearest its expiry
/// makes room, an expired one first. Beyond its JSON bytes a session takes less than 200 bytes.
///
/// A `move` between two shards holds both locks, taken in the shards' order, so that every other operation happens
/// before it or after it: no load finds the session under both keys, or, at one moment, under neither.
public final class MemorySessionStore: SessionDirectory {
    /// What ``init(capacity:recordLimit:clock:)`` takes where nothing is said: 1 MiB.
    public static let defaultRecordLimit = 1 << 20

    /// How many sessions it holds at the most.
    public let capacity: Int
    private let recordLimit: Int
    let clock: any WallClock
    let shards: [MemorySessionStoreShard]

    /// - Parameters:
    ///   - capacity: how many sessions it holds at the most, 1 or more. From about 2000 on it is spread over shards,
    ///     and since chance fills some before others, the first session may have to go at some 95 % of it.
    ///   - recordLimit: the longest JSON text that it takes, in bytes.
    ///   - clock: by which sessions expire.
    public convenience init(
        capacity: Int = 1_000_000, recordLimit: Int = MemorySessionStore.defaultRecordLimit,
        clock: any WallClock = SystemClock()
    ) {
        self.init(
            capacity: capacity, shards: Self.shardCount(for: capacity), recordLimit: recordLimit, clock: clock)
    }

    /// With a count of shards of the caller's: a power of two.
    package init(
        capacity: Int, shards count: Int, recordLimit: Int = MemorySessionStore.defaultRecordLimit,
        clock: any WallClock
    ) {
        precondition(capacity > 0, "a memory store needs room for at least 1 session, not \(capacity)")
        self.capacity = capacity
        self.recordLimit = recordLimit
        self.clock = clock
        shards = (0..<count).map { place in
            MemorySessionStoreShard(capacity: capacity / count + (place < capacity % count ? 1 : 0))
        }
    }

    /// A power of two; a shard has room for a thousand at least, unless it is the only one.
    private static func shardCount(for capacity: Int) -> Int {
        var count = 1
        while count < 256, capacity / (count * 2) >= 1000 { count *= 2 }
        return count
    }

    /// How many records are held, expired ones too.
    package var heldRecords: Int {
        shards.reduce(0) { sum, shard in sum + shard.state.withLock { $0.records.count } }
    }

    /// For how many records memory is taken.
    package var reservedRoom: Int {
        shards.reduce(0) { sum, shard in sum + shard.state.withLock { $0.records.capacity } }
    }

    private func place(of key: SessionKey) -> Int {
        key.hashValue & (shards.count - 1)
    }

    private func checkSize(_ record: SessionRecord, _ operation: String) throws(StoreError) {
        guard record.json.count > recordLimit else { return }
        throw StoreError(
            operation, .tooLarge, cause: "\(record.json.count) bytes of JSON, expected at most \(recordLimit)")
    }
}

extension MemorySessionStore {
    /// O(1); an expired record that it meets is freed.
    public func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? {
        let now = clock.now()
        return shards[place(of: key)].state.withLock { $0.live(key, at: now) }
    }

    /// O(1) on average; where the shard is full, another session makes room.
    public func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        try checkSize(record, "create")
        let now = clock.now()
        return shards[place(of: key)].state.withLock { shard in
            guard shard.live(key, at: now) == nil else { return false }
            shard.put(record, under: key)
            return true
        }
    }

    /// O(length of the JSON text).
    public func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try checkSize(new, "replace")
        let now = clock.now()
        return shards[place(of: key)].state.withLock { shard in
            let verdict = shard.compare(key, loaded, at: now)
            if verdict == .replaced { shard.put(new, under: key) }
            return verdict
        }
    }

    /// O(length of the JSON text); ``Replacement/missing`` too where a live record is under `newKey`.
    public func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try checkSize(new, "move")
        let now = clock.now()
        let move = MemorySessionStoreShard.Move(key: key, loaded: loaded, newKey: newKey, new: new, now: now)
        let (source, target) = (place(of: key), place(of: newKey))
        if source == target { return shards[source].state.withLock { $0.carryOut(move) } }
        if source < target {
            return shards[source].state.withLock { from in
                shards[target].state.withLock { to in from.carryOut(move, into: &to) }
            }
        }
        return shards[target].state.withLock { to in
            shards[source].state.withLock { from in from.carryOut(move, into: &to) }
        }
    }

    /// O(1).
    public func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        let now = clock.now()
        return shards[place(of: key)].state.withLock { shard in
            guard let record = shard.live(key, at: now) else { return false }
            shard.put(record.expiring(at: expiry), under: key)
            return true
        }
    }

    /// O(1).
    public func delete(_ key: SessionKey) async throws(StoreError) -> Bool {
        let now = clock.now()
        return shards[place(of: key)].state.withLock { shard in
            guard shard.live(key, at: now) != nil else { return false }
            shard.remove(key)
            return true
        }
    }

    /// Frees the expired records and their memory, one shard after the other, other tasks in between.
    public func sweep() async throws(StoreError) -> Int {
        let now = clock.now()
        var swept = 0
        for shard in shards {
            swept += shard.replaceRecords { $0.liveRecords(at: now) }
            await Task.yield()
        }
        return swept
    }
}
