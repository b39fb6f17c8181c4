import HTTPCookies
import Sessions
import StoreTesting

/// A store with a door before and behind each operation.
struct ScheduledStore: SessionStore {
    let store: FaultyStore
    let schedule: Schedule

    func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? {
        try await schedule.pass { () async throws(StoreError) in try await store.load(key) }
    }

    func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        try await schedule.pass { () async throws(StoreError) in try await store.create(key, record) }
    }

    func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try await schedule.pass { () async throws(StoreError) in try await store.replace(key, loaded, with: new) }
    }

    func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try await schedule.pass { () async throws(StoreError) in
            try await store.move(key, loaded, to: newKey, with: new)
        }
    }

    func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        try await schedule.pass { () async throws(StoreError) in try await store.touch(key, until: expiry) }
    }

    func delete(_ key: SessionKey) async throws(StoreError) -> Bool {
        try await schedule.pass { () async throws(StoreError) in try await store.delete(key) }
    }
}
