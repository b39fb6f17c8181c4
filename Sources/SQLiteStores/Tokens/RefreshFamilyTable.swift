import Foundation
import GRDB
import HTTPCookies
import SignIn

/// The statements on the table of refresh families: kept prepared, values always as arguments.
///
/// Texts travel as bytes, since SQLite's C interface for texts ends them at a NUL.
struct RefreshFamilyTable {
    private static let columns = """
        family, CAST(sid AS BLOB), CASE typeof(usr_id) WHEN 'text' THEN CAST(usr_id AS BLOB) ELSE usr_id END,
        CAST(name AS BLOB), live, previous, rotated, expire, expire_at_last
        """
    /// A number stays a number; bytes become a text.
    private static let usrId = "CASE typeof(?3) WHEN 'blob' THEN CAST(?3 AS TEXT) ELSE ?3 END"
    private let connection: Database
    private let now: Int64

    init(_ connection: Database, _ now: Instant) {
        self.connection = connection
        self.now = now.milliseconds
    }

    /// - Returns: false where a live family has the key.
    func insert(_ family: RefreshFamily) throws -> Bool {
        try change(
            """
            INSERT INTO refresh_families (family, sid, usr_id, name, live, previous, rotated, expire, expire_at_last)
            VALUES (?1, CAST(?2 AS TEXT), \(Self.usrId), CAST(?4 AS TEXT), ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (family) DO UPDATE SET sid = excluded.sid, usr_id = excluded.usr_id, name = excluded.name,
            live = excluded.live, previous = excluded.previous, rotated = excluded.rotated,
            expire = excluded.expire, expire_at_last = excluded.expire_at_last
            WHERE refresh_families.expire <= ?10
            """,
            family.arguments + [now])
    }

    func family(_ key: RefreshFamilyKey) throws -> RefreshFamily? {
        let statement = try connection.cachedStatement(
            sql: "SELECT \(Self.columns) FROM refresh_families WHERE family = ? AND expire > ?")
        return try Row.fetchOne(statement, arguments: [Data(key.bytes), now]).flatMap(RefreshFamily.init(row:))
    }

    func families(of user: UserID) throws -> [RefreshFamily] {
        let statement = try connection.cachedStatement(
            sql: """
                SELECT \(Self.columns) FROM refresh_families
                WHERE usr_id = CASE typeof(?1) WHEN 'blob' THEN CAST(?1 AS TEXT) ELSE ?1 END AND expire > ?2
                """)
        return try Row.fetchAll(statement, arguments: [user.column, now]).compactMap(RefreshFamily.init(row:))
    }

    /// Writes a traded family over the one that it came of.
    func update(_ family: RefreshFamily) throws {
        try change(
            "UPDATE refresh_families SET live = ?, previous = ?, rotated = ?, expire = ? WHERE family = ?",
            [
                Data(family.live.bytes), family.previous.map { Data($0.bytes) }, family.rotation?.milliseconds,
                family.expiry.milliseconds, Data(family.key.bytes),
            ])
    }

    /// - Returns: how many live ones there were.
    func delete(_ signIn: SignInID) throws -> Int {
        let name = bytes(signIn.text)
        try change("DELETE FROM refresh_families WHERE sid = CAST(? AS TEXT) AND expire > ?", [name, now])
        let live = connection.changesCount
        try change("DELETE FROM refresh_families WHERE sid = CAST(? AS TEXT)", [name])
        return live
    }

    /// - Returns: how many there were, `limit` at the most.
    func deleteExpired(atMost limit: Int) throws -> Int {
        try change(
            """
            DELETE FROM refresh_families
            WHERE family IN (SELECT family FROM refresh_families WHERE expire <= ? LIMIT ?)
            """,
            [now, limit])
        return connection.changesCount
    }

    @discardableResult
    private func change(_ sql: String, _ arguments: StatementArguments) throws -> Bool {
        try connection.cachedStatement(sql: sql).execute(arguments: arguments)
        return connection.changesCount > 0
    }
}

extension RefreshFamily {
    fileprivate var arguments: StatementArguments {
        [
            Data(key.bytes), bytes(signIn.text), user.usrId.column, bytes(user.name), Data(live.bytes),
            previous.map { Data($0.bytes) }, rotation?.milliseconds, expiry.milliseconds, limit.milliseconds,
        ]
    }

    /// - Returns: `nil` for a row that is no family any more, because somebody has edited the file.
    fileprivate init?(row: Row) {
        guard let key = blob(row[0]).flatMap({ RefreshFamilyKey($0) }),
            let signIn = text(row[1]).flatMap({ SignInID($0) }), let usrId = UserID(column: row[2]),
            let name = text(row[3]), let live = blob(row[4]).flatMap({ RefreshTokenDigest($0) }),
            let expiry = Int64.fromDatabaseValue(row[7]), let limit = Int64.fromDatabaseValue(row[8])
        else { return nil }
        self.init(
            key: key, signIn: signIn, user: User(name: name, usrId: usrId), live: live,
            previous: blob(row[5]).flatMap { RefreshTokenDigest($0) },
            rotation: Int64.fromDatabaseValue(row[6]).map { Instant(milliseconds: $0) },
            expiry: Instant(milliseconds: expiry), limit: Instant(milliseconds: limit))
    }
}

private func blob(_ value: DatabaseValue) -> Data? {
    guard case .blob(let bytes) = value.storage else { return nil }
    return bytes
}
