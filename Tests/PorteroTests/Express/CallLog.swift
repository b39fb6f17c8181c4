import HTTPCookies
import Portero
import Synchronization

/// A store that writes its calls down as Express's stores would be asked.
///
/// Nothing in it expires: a case's clock stands still.
final class CallLog: SessionStore {
    private struct Page {
        var calls: [ExpressOutcome.Call] = []
        var records: [String: SessionRecord] = [:]
    }

    private let page: Mutex<Page>

    /// - Parameter planted: records that no call puts there, by id.
    init(_ planted: [String: ExpressOutcome.Stored]) {
        page = Mutex(Page(records: planted.compactMapValues(\.record)))
    }

    /// The calls so far, in order.
    var calls: [ExpressOutcome.Call] {
        page.withLock { $0.calls }
    }

    /// What it holds, by id.
    var records: [String: ExpressOutcome.Stored] {
        page.withLock { $0.records.mapValues { ExpressOutcome.Stored(json: $0.text, expires: $0.expiry.milliseconds) } }
    }

    private func act<Value>(
        _ name: String, _ key: SessionKey, _ record: SessionRecord? = nil,
        _ body: (inout [String: SessionRecord], String) -> Value
    ) -> Value {
        guard case .id(let id) = key.content else { preconditionFailure("express-session hashes no id") }
        return page.withLock { page in
            page.calls.append(ExpressOutcome.Call(name, id, json: record?.text))
            return body(&page.records, id)
        }
    }
}

extension CallLog {
    func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? {
        act("get", key) { $0[$1] }
    }

    func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        act("set", key, record) { records, id in
            guard records[id] == nil else { return false }
            records[id] = record
            return true
        }
    }

    func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        act("set", key, new) { records, id in
            guard let stored = records[id] else { return .missing }
            guard stored.json == loaded.json else { return .changed(stored) }
            records[id] = new
            return .replaced
        }
    }

    /// In one step what Express does in two.
    func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        let result = act("destroy", key) { records, id -> Replacement in
            guard let stored = records[id] else { return .missing }
            guard stored.json == loaded.json else { return .changed(stored) }
            records[id] = nil
            return .replaced
        }
        act("set", newKey, new) { records, id in if result == .replaced { records[id] = new } }
        return result
    }

    func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        act("touch", key) { records, id in
            records[id] = records[id]?.expiring(at: expiry)
            return records[id] != nil
        }
    }

    func delete(_ key: SessionKey) async throws(StoreError) -> Bool {
        act("destroy", key) { records, id in records.removeValue(forKey: id) != nil }
    }
}

extension SessionRecord {
    fileprivate var text: String {
        String(decoding: json, as: UTF8.self)
    }
}

extension ExpressOutcome.Stored {
    fileprivate var record: SessionRecord? {
        SessionRecord(json: Array(json.utf8), expiry: Instant(milliseconds: expires))
    }
}
