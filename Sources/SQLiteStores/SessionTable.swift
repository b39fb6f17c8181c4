import Foundation
import GRDB
import HTTPCookies
import Sessions

/// The statements on the table of sessions: kept prepared, values always as arguments.
///
/// Texts that a caller may choose travel as bytes, since SQLite's C interface for texts ends them at a NUL.
struct SessionTable {
    private let connection: Database
    private let now: Int64

    init(_ connection: Database, _ now: Instant) {
        self.connection = connection
        self.now = now.milliseconds
    }

    func record(under key: SessionKey) throws -> SessionRecord? {
        let statement = try connection.cachedStatement(
            sql: "SELECT sess, expire FROM sessions WHERE sid = ? AND expire > ?")
        let row = try Row.fetchOne(statement, arguments: [key.column, now])
        return row.flatMap { SessionRecord(sess: $0[0], expire: $0[1]) }
    }

    /// - Returns: false where a live record has the key.
    func insert(_ record: SessionRecord, under key: SessionKey) throws -> Bool {
        try change(
            """
            INSERT INTO sessions (sid, sess, expire, owner) VALUES (?, ?, ?, CAST(? AS TEXT))
            ON CONFLICT (sid) DO UPDATE SET sess = excluded.sess, expire = excluded.expire, owner = excluded.owner
            WHERE sessions.expire <= ?
            """,
            [key.column, Data(record.json), record.expiry.milliseconds, record.ownerColumn, now])
    }

    /// Writes only over the bytes that were loaded.
    func update(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, _ new: SessionRecord
    ) throws -> Bool {
        try change(
            """
            UPDATE sessions SET sid = ?, sess = ?, expire = ?, owner = CAST(? AS TEXT)
            WHERE sid = ? AND sess = ? AND expire > ?
            """,
            [
                newKey.column, Data(new.json), new.expiry.milliseconds, new.ownerColumn,
                key.column, Data(loaded.json), now,
            ])
    }

    func touch(_ key: SessionKey, until expiry: Instant) throws -> Bool {
        try change(
            "UPDATE sessions SET expire = ? WHERE sid = ? AND expire > ?", [expiry.milliseconds, key.column, now])
    }

    /// - Returns: false where there was no live record.
    func delete(_ key: SessionKey) throws -> Bool {
        if try change("DELETE FROM sessions WHERE sid = ? AND expire > ?", [key.column, now]) { return true }
        try deleteExpired(key)
        return false
    }

    func deleteExpired(_ key: SessionKey) throws {
        try change("DELETE FROM sessions WHERE sid = ? AND expire <= ?", [key.column, now])
    }

    /// - Returns: how many there were, `limit` at the most.
    func deleteExpired(atMost limit: Int) throws -> Int {
        try change(
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expire <= ? LIMIT ?)", [now, limit])
        return connection.changesCount
    }

    func isTaken(_ key: SessionKey) throws -> Bool {
        let statement = try connection.cachedStatement(sql: "SELECT 1 FROM sessions WHERE sid = ?")
        return try Row.fetchOne(statement, arguments: [key.column]) != nil
    }

    func count() throws -> Int {
        let statement = try connection.cachedStatement(sql: "SELECT count(*) FROM sessions WHERE expire > ?")
        return try Int.fetchOne(statement, arguments: [now]) ?? 0
    }

    /// One row of the directory; what does not read as a session has a place but no entry.
    struct DirectoryRow {
        let place: Int64?
        let entry: DirectoryEntry?
    }

    /// The plus keeps SQLite from choosing the index on `expire`, which would need a sort.
    func rows(of owner: String?, after place: Int64, limit: Int) throws -> [DirectoryRow] {
        let condition = owner == nil ? "?3 IS NULL" : "owner = CAST(?3 AS TEXT)"
        let statement = try connection.cachedStatement(
            sql: """
                SELECT id, sid, sess, expire FROM sessions
                WHERE id > ?1 AND +expire > ?2 AND \(condition) ORDER BY id LIMIT ?4
                """)
        let arguments: StatementArguments = [place, now, owner.map { Data($0.utf8) }, limit]
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            let (sid, record) = (row[1] as DatabaseValue, SessionRecord(sess: row[2], expire: row[3]))
            let key = SessionKey(column: sid)
            let entry = key.flatMap { key in record.map { DirectoryEntry(key: key, record: $0) } }
            return DirectoryRow(place: Int64.fromDatabaseValue(row[0]), entry: entry)
        }
    }

    @discardableResult
    private func change(_ sql: String, _ arguments: StatementArguments) throws -> Bool {
        try connection.cachedStatement(sql: sql).execute(arguments: arguments)
        return connection.changesCount > 0
    }
}

extension SessionKey {
    fileprivate var column: DatabaseValue {
        switch content {
        case .id(let text): text.databaseValue
        case .digest(let bytes): Data(bytes).databaseValue
        }
    }

    fileprivate init?(column: DatabaseValue) {
        switch column.storage {
        case .string(let text):
            guard let id = SessionID(text) else { return nil }
            self.init(id)
        case .blob(let bytes): self.init(digest: bytes)
        case .null, .int64, .double: return nil
        }
    }
}

extension SessionRecord {
    fileprivate var ownerColumn: Data? {
        owner.map { Data($0.utf8) }
    }

    fileprivate init?(sess: DatabaseValue, expire: DatabaseValue) {
        guard case .blob(let json) = sess.storage, case .int64(let expiry) = expire.storage else { return nil }
        self.init(json: Array(json), expiry: Instant(milliseconds: expiry))
    }
}
