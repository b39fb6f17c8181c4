import Foundation
import GRDB
public import HTTPCookies
public import Sessions

/// Keeps sessions in a SQLite file; ids are hashed, so that a stolen copy cannot be replayed as cookies.
///
/// A load is one read. Every write is one transaction of its own, on the disk before it is acknowledged. Expired
/// records are gone at once for everybody and leave the file with ``sweep()``. A row that is no session any more,
/// because somebody has edited the file, is not there for `load`, and its key stays taken.
public final class SQLiteSessionStore: SessionDirectory {
    /// What ``init(_:recordLimit:clock:)`` takes where nothing is said: 1 MiB.
    public static let defaultRecordLimit = 1 << 20

    let database: SQLiteDatabase
    let clock: any WallClock
    private let recordLimit: Int

    /// - Parameters:
    ///   - database: the file; other stores may share it.
    ///   - recordLimit: the longest JSON text that it takes, in bytes.
    ///   - clock: by which sessions expire.
    public init(
        _ database: SQLiteDatabase, recordLimit: Int = SQLiteSessionStore.defaultRecordLimit,
        clock: any WallClock = SystemClock()
    ) {
        self.database = database
        self.recordLimit = recordLimit
        self.clock = clock
    }

    /// Hashed: nobody else reads this file.
    public var preferredKeyForm: SessionKeyForm {
        .hashed
    }

    private func checkSize(_ record: SessionRecord, _ operation: String) throws(StoreError) {
        guard record.json.count > recordLimit else { return }
        throw StoreError(
            operation, .tooLarge, cause: "\(record.json.count) bytes of JSON, expected at most \(recordLimit)")
    }
}

extension SQLiteSessionStore {
    /// One read.
    public func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? {
        let now = clock.now()
        return try await database.read("load") { try SessionTable($0, now).record(under: key) }
    }

    /// One transaction.
    public func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        try checkSize(record, "create")
        let now = clock.now()
        return try await database.write("create") { try SessionTable($0, now).insert(record, under: key) }
    }

    /// One transaction.
    public func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try checkSize(new, "replace")
        let now = clock.now()
        return try await database.write("replace") { connection in
            let table = SessionTable(connection, now)
            if try table.update(key, loaded, to: key, new) { return .replaced }
            return try table.record(under: key).map(Replacement.changed) ?? .missing
        }
    }

    /// One transaction; ``Sessions/Replacement/missing`` too where a live record is under `newKey`.
    public func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try checkSize(new, "move")
        let now = clock.now()
        return try await database.write("move") { connection in
            let table = SessionTable(connection, now)
            if key != newKey {
                try table.deleteExpired(newKey)
                guard try !table.isTaken(newKey) else { return .missing }
            }
            if try table.update(key, loaded, to: newKey, new) { return .replaced }
            return try table.record(under: key).map(Replacement.changed) ?? .missing
        }
    }

    /// One transaction.
    public func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        let now = clock.now()
        return try await database.write("touch") { try SessionTable($0, now).touch(key, until: expiry) }
    }

    /// One transaction.
    public func delete(_ key: SessionKey) async throws(StoreError) -> Bool {
        let now = clock.now()
        return try await database.write("delete") { try SessionTable($0, now).delete(key) }
    }

    /// In transactions of 1000 records each, so that other writers get in between.
    public func sweep() async throws(StoreError) -> Int {
        let now = clock.now()
        var swept = 0
        while true {
            let batch = try await database.write("sweep") { try SessionTable($0, now).deleteExpired(atMost: 1000) }
            swept += batch
            guard batch == 1000 else { return swept }
        }
    }
}
