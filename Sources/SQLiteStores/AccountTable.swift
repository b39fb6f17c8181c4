import Foundation
import GRDB
import SignIn

/// The statements on the table of accounts: kept prepared, values always as arguments.
///
/// Texts travel as bytes, since SQLite's C interface for texts ends them at a NUL: `ana` and `ana\0` are two names.
struct AccountTable {
    private static let columns = """
        CAST(username AS BLOB), CASE typeof(usr_id) WHEN 'text' THEN CAST(usr_id AS BLOB) ELSE usr_id END,
        CAST(name AS BLOB), CAST(password_hash AS BLOB), disabled
        """
    private let connection: Database

    init(_ connection: Database) {
        self.connection = connection
    }

    func account(named username: String) throws -> Account? {
        let statement = try connection.cachedStatement(
            sql: "SELECT \(Self.columns) FROM accounts WHERE username = CAST(? AS TEXT)")
        return try Row.fetchOne(statement, arguments: [bytes(username)]).flatMap(Account.init(row:))
    }

    func accounts() throws -> [Account] {
        let statement = try connection.cachedStatement(sql: "SELECT \(Self.columns) FROM accounts ORDER BY username")
        return try Row.fetchAll(statement).compactMap(Account.init(row:))
    }

    /// - Returns: false where the username or the `usrId` is taken.
    func insert(_ account: Account) throws -> Bool {
        try change(
            """
            INSERT INTO accounts (username, usr_id, name, password_hash, disabled)
            VALUES (CAST(?1 AS TEXT), \(Self.usrId), CAST(?3 AS TEXT), CAST(?4 AS TEXT), ?5)
            ON CONFLICT DO NOTHING
            """,
            account.arguments)
    }

    func setDisabled(_ isDisabled: Bool, of username: String) throws {
        try change(
            "UPDATE accounts SET disabled = ? WHERE username = CAST(? AS TEXT)", [isDisabled, bytes(username)])
    }

    func replaceHash(of username: String, _ old: PasswordHash, with new: PasswordHash) throws -> Bool {
        try change(
            """
            UPDATE accounts SET password_hash = CAST(? AS TEXT)
            WHERE username = CAST(? AS TEXT) AND password_hash = CAST(? AS TEXT)
            """,
            [bytes(new.phc), bytes(username), bytes(old.phc)])
    }

    func delete(_ username: String) throws {
        try change("DELETE FROM accounts WHERE username = CAST(? AS TEXT)", [bytes(username)])
    }

    /// A number stays a number; bytes become a text.
    private static let usrId = "CASE typeof(?2) WHEN 'blob' THEN CAST(?2 AS TEXT) ELSE ?2 END"

    @discardableResult
    private func change(_ sql: String, _ arguments: StatementArguments) throws -> Bool {
        try connection.cachedStatement(sql: sql).execute(arguments: arguments)
        return connection.changesCount > 0
    }
}

extension Account {
    fileprivate var arguments: StatementArguments {
        [bytes(username), usrId.column, bytes(name), bytes(passwordHash.phc), isDisabled]
    }

    /// - Returns: `nil` for a row that is no account any more, because somebody has edited the file.
    fileprivate init?(row: Row) {
        guard let username = text(row[0]), let usrId = UserID(column: row[1]), let name = text(row[2]),
            let hash = text(row[3]), let isDisabled = Bool.fromDatabaseValue(row[4])
        else { return nil }
        self.init(
            usrId: usrId, username: username, name: name, passwordHash: PasswordHash(phc: hash), isDisabled: isDisabled)
    }
}
