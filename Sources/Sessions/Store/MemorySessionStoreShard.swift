import HTTPCookies
import Synchronization

/// A part of a memory store: a dictionary, how much it may hold, and its lock.
final class MemorySessionStoreShard: Sendable {
    let state: Mutex<State>

    init(capacity: Int) {
        state = Mutex(State(capacity: capacity))
    }

    /// Puts what `body` makes in the place of the records, and frees those dropped outside the lock.
    ///
    /// - Returns: how many records fewer there are.
    func replaceRecords(_ body: (borrowing State) -> Records) -> Int {
        let old = state.withLock { state in
            let old = state.records
            state.records = body(state)
            return (records: old, dropped: old.count - state.records.count)
        }
        return old.dropped
    }

    typealias Records = [SessionKey: SessionRecord]

    /// What a `move` is to do.
    struct Move {
        let key: SessionKey
        let loaded: SessionRecord
        let newKey: SessionKey
        let new: SessionRecord
        let now: Instant
    }

    /// The records of one shard.
    struct State {
        fileprivate(set) var records: Records = [:]
        private var eviction = MemorySessionStoreEviction()
        private let capacity: Int

        init(capacity: Int) {
            self.capacity = capacity
        }

        /// The record, unless it has expired: then it is freed.
        mutating func live(_ key: SessionKey, at now: Instant) -> SessionRecord? {
            guard let record = records[key] else { return nil }
            guard record.expiry <= now else { return record }
            records[key] = nil
            return nil
        }

        /// How a compare-and-set would end; nothing is written.
        mutating func compare(_ key: SessionKey, _ loaded: SessionRecord, at now: Instant) -> Replacement {
            guard let record = live(key, at: now) else { return .missing }
            return record.json == loaded.json ? .replaced : .changed(record)
        }

        /// Writes a record; where it is one more than there is room for, another goes.
        mutating func put(_ record: SessionRecord, under key: SessionKey) {
            if records.count >= capacity, records[key] == nil {
                eviction.removeNearestExpiry(from: &records)
            }
            records[key] = record
            eviction.note(key, record.expiry)
        }

        mutating func remove(_ key: SessionKey) {
            records[key] = nil
        }

        /// A move within this shard.
        mutating func carryOut(_ move: Move) -> Replacement {
            let verdict = compare(move.key, move.loaded, at: move.now)
            guard verdict == .replaced else { return verdict }
            guard move.key == move.newKey || live(move.newKey, at: move.now) == nil else { return .missing }
            remove(move.key)
            put(move.new, under: move.newKey)
            return .replaced
        }

        /// A move from this shard to another.
        mutating func carryOut(_ move: Move, into other: inout State) -> Replacement {
            let verdict = compare(move.key, move.loaded, at: move.now)
            guard verdict == .replaced else { return verdict }
            guard other.live(move.newKey, at: move.now) == nil else { return .missing }
            remove(move.key)
            other.put(move.new, under: move.newKey)
            return .replaced
        }

        /// The records that have not expired, in a dictionary no larger than they need.
        borrowing func liveRecords(at now: Instant) -> Records {
            records.filter { now < $0.value.expiry }
        }
    }
}
