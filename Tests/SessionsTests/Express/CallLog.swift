import HTTPCookies
import StoreTesting
import Synchronization

@testable import Sessions

/// A memory store that writes its calls down as Express's stores would be asked.
final class CallLog: SessionStore {
    private let memory: MemorySessionStore
    private let log = Mutex<[ExpressOutcome.Call]>([])

    init(_ clock: ManualClock) {
        memory = MemorySessionStore(capacity: 8, clock: clock)
    }

    /// The calls so far, in order.
    var calls: [ExpressOutcome.Call] {
        log.withLock { $0 }
    }

    /// What it holds of the ids that a case can have.
    var records: [String: ExpressOutcome.Stored] {
        get async throws {
            var records: [String: ExpressOutcome.Stored] = [:]
            for id in ["known", "stale"] + (1...9).map({ "made\($0)" }) {
                guard let key = SessionID(id).map({ SessionKey($0) }), let record = try await memory.load(key) else {
                    continue
                }
                records[id] = ExpressOutcome.Stored(json: record.text, expires: record.expiry.milliseconds)
            }
            return records
        }
    }

    /// Puts a record there that no call put there.
    func plant(_ stored: ExpressOutcome.Stored, under id: String) async throws {
        let expiry = Instant(milliseconds: stored.expires)
        guard let id = SessionID(id), let record = SessionRecord(json: Array(stored.json.utf8), expiry: expiry) else {
            throw Misplanted()
        }
        _ = try await memory.create(SessionKey(id), record)
    }

    private struct Misplanted: Error {}

    private func note(_ name: String, _ key: SessionKey, _ record: SessionRecord? = nil) {
        guard case .id(let id) = key.content else { return }
        log.withLock { $0.append(ExpressOutcome.Call(name, id, json: record?.text)) }
    }
}

extension CallLog {
    func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? {
        note("get", key)
        return try await memory.load(key)
    }

    func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        note("set", key, record)
        return try await memory.create(key, record)
    }

    func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        note("set", key, new)
        return try await memory.replace(key, loaded, with: new)
    }

    /// In one step what Express does in two.
    func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        note("destroy", key)
        note("set", newKey, new)
        return try await memory.move(key, loaded, to: newKey, with: new)
    }

    func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        note("touch", key)
        return try await memory.touch(key, until: expiry)
    }

    func delete(_ key: SessionKey) async throws(StoreError) -> Bool {
        note("destroy", key)
        return try await memory.delete(key)
    }
}

extension SessionRecord {
    fileprivate var text: String {
        String(decoding: json, as: UTF8.self)
    }
}
