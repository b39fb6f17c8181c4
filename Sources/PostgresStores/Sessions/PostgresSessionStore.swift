import Crypto
public import HTTPCookies
public import Sessions

/// Keeps sessions in connect-pg-simple's table, which Express may share; ids stand in it in clear.
///
/// Each operation is one statement, and so atomic; a `replace` that finds other bytes reads them by a second. The
/// expiry is kept to the millisecond, where Express keeps it to the second. Beside the table stands another one,
/// `<table>_owner`, that finds the sessions of a user.
public final class PostgresSessionStore: SessionDirectory {
    /// What ``init(_:table:recordLimit:clock:)`` takes where nothing is said: 1 MiB.
    public static let defaultRecordLimit = 1 << 20

    let database: PostgresDatabase
    let clock: any WallClock
    let table: SessionTable
    private let expired: ExpiredRows
    let isShared: Bool
    /// Cursors are shown to nobody else, since they hold ids.
    let cursorKey = SymmetricKey(size: .bits256)
    private let recordLimit: Int

    /// Finds the table, or makes it where that is wished; blocks the thread, so call it at start-up.
    ///
    /// - Parameters:
    ///   - database: where the table is; other stores may share it.
    ///   - table: which one it is.
    ///   - recordLimit: the longest JSON text that it takes, in bytes.
    ///   - clock: by which sessions expire.
    /// - Throws: `StoreError` where the database cannot be reached, or the table is missing.
    public init(
        _ database: PostgresDatabase, table: PostgresSessionTable = PostgresSessionTable(),
        recordLimit: Int = PostgresSessionStore.defaultRecordLimit, clock: any WallClock = SystemClock()
    ) throws(StoreError) {
        self.database = database
        self.recordLimit = recordLimit
        self.clock = clock
        isShared = table.isShared
        let makes = table.createTableIfMissing
        do throws(PostgresFault) {
            let name = try PostgresName(schema: table.schemaName, table: table.tableName)
            self.table = SessionTable(name)
            expired = ExpiredRows(of: name, key: "sid")
        } catch {
            throw StoreError("open", postgres: error)
        }
        try database.runBlocking("open") { [table = self.table] connection throws(PostgresFault) in
            let schema = PostgresSchema(connection)
            if makes { try schema.make(table.name, table.definition) }
            guard try schema.has(table.name) else {
                throw .refused("the table of sessions is missing; make it, or set createTableIfMissing")
            }
            let isUnlogged = try schema.isUnlogged(table.name)
            try schema.make(table.owners, table.definitionOfOwners(isUnlogged: isUnlogged))
        }
    }

    private func checkSize(_ record: SessionRecord, _ operation: String) throws(StoreError) {
        guard record.json.count > recordLimit else { return }
        throw StoreError(
            operation, .tooLarge, cause: "\(record.json.count) bytes of JSON, expected at most \(recordLimit)")
    }
}

extension PostgresSessionStore {
    /// One statement.
    public func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? {
        let (table, now) = (table, clock.now())
        return try await database.run("load") { connection throws(PostgresFault) in
            try table.record(under: key, at: now, connection)
        }
    }

    /// One statement.
    public func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        try checkSize(record, "create")
        let (table, owner, now) = (table, record.ownerDigest, clock.now())
        return try await database.run("create") { connection throws(PostgresFault) in
            let arguments: [PostgresValue] = [
                key.column, .text(utf8: record.json), .time(record.expiry), .time(now),
            ]
            return try table.create.run(connection, arguments, owner: owner)
        }
    }

    /// One statement, and a second where the record has changed.
    public func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try checkSize(new, "replace")
        let (table, owner, now) = (table, new.ownerDigest, clock.now())
        return try await database.run("replace") { connection throws(PostgresFault) in
            let arguments: [PostgresValue] = [
                key.column, .text(utf8: loaded.json), .text(utf8: new.json), .time(new.expiry), .time(now),
            ]
            if try table.replace.run(connection, arguments, owner: owner) { return .replaced }
            // The statement itself would see what stood when it began.
            return try table.record(under: key, at: now, connection).map(Replacement.changed) ?? .missing
        }
    }

    /// One statement, and a second where nothing was moved; `missing` too where a live record
    /// is under `newKey`.
    public func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        guard key != newKey else { return try await replace(key, loaded, with: new) }
        try checkSize(new, "move")
        let (table, now) = (table, clock.now())
        return try await database.run("move") { connection throws(PostgresFault) in
            if try table.move(key, loaded, to: newKey, new, at: now, connection) { return .replaced }
            guard let stored = try table.record(under: key, at: now, connection), stored.json != loaded.json else {
                return .missing
            }
            return .changed(stored)
        }
    }

    /// One statement.
    public func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        let (table, now) = (table, clock.now())
        return try await database.run("touch") { connection throws(PostgresFault) in
            try connection.run(table.touch, [.time(expiry), key.column, .time(now)]).count > 0
        }
    }

    /// One statement.
    public func delete(_ key: SessionKey) async throws(StoreError) -> Bool {
        let (table, now) = (table, clock.now())
        return try await database.run("delete") { connection throws(PostgresFault) in
            try connection.run(table.delete, [key.column, .time(now)]).rows.first?.bool(0) ?? false
        }
    }

    /// In statements of 1000 records each, by one node at a time: where another is at it, nothing is left to do.
    public func sweep() async throws(StoreError) -> Int {
        try await expired.sweep(database, at: clock.now())
    }
}

extension SessionTable {
    fileprivate func record(
        under key: SessionKey, at now: Instant, _ connection: PostgresConnection
    ) throws(PostgresFault) -> SessionRecord? {
        try connection.run(load, [key.column, .time(now)]).rows.first.flatMap { SessionRecord(row: $0, from: 0) }
    }

    /// - Returns: false where nothing was changed.
    fileprivate func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, _ new: SessionRecord, at now: Instant,
        _ connection: PostgresConnection
    ) throws(PostgresFault) -> Bool {
        let owner = new.ownerDigest
        let arguments: [PostgresValue] = [
            key.column, .text(utf8: loaded.json), .text(utf8: new.json), .time(new.expiry), .time(now), newKey.column,
        ]
        while true {
            do throws(PostgresFault) {
                return try move.run(connection, arguments, owner: owner)
            } catch {
                guard case .server(let state) = error, state.isUniqueViolation else { throw error }
            }
            // Who has the new key came just now, or has expired.
            let made = try connection.run(deleteExpired, [newKey.column, .time(now)]).count
            guard made > 0 else { return false }
        }
    }
}

extension SessionRecord {
    /// - Returns: `nil` for a row that is no session, because somebody has edited it.
    init?(row: PostgresRows.Row, from place: Int) {
        guard let json = row.bytes(place), let expiry = row.time(place + 1) else { return nil }
        self.init(json: json, expiry: expiry)
    }

    /// The SHA-256 of the owner, which may be of any length.
    fileprivate var ownerDigest: [UInt8]? {
        owner.map(ownerDigest(of:))
    }
}

/// By what a user's sessions are found.
func ownerDigest(of owner: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(owner.utf8)))
}
