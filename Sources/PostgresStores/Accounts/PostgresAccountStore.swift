public import Sessions
public import SignIn

/// Keeps accounts in a table of a PostgreSQL database, `portero_accounts`.
///
/// Every write is one statement. A text with a NUL, which PostgreSQL cannot hold, names no account and is refused.
public final class PostgresAccountStore: AccountStore {
    private let database: PostgresDatabase
    private let table: AccountTable

    /// Makes the table where it is missing; blocks the thread, so call it at start-up.
    ///
    /// - Parameters:
    ///   - database: where the table is; other stores may share it.
    ///   - schemaName: the schema that it is in; `nil`: the first of the search path.
    /// - Throws: `StoreError` where the database cannot be reached.
    public init(_ database: PostgresDatabase, schemaName: String? = nil) throws(StoreError) {
        self.database = database
        do throws(PostgresFault) {
            table = try AccountTable(schema: schemaName)
        } catch {
            throw StoreError("open", postgres: error)
        }
        try database.runBlocking("open") { [table] connection throws(PostgresFault) in
            try PostgresSchema(connection).make(table.name, table.definition)
        }
    }

    /// One statement.
    public func account(named username: String) async throws(StoreError) -> Account? {
        if username.utf8.contains(0) { return nil }
        return try await first("account", table.account, [.text(username)])
    }

    /// One statement, and a second where something is taken.
    public func add(_ account: Account) async throws(StoreError) -> AccountConflict? {
        try await database.run("add") { [table] connection throws(PostgresFault) in
            if try connection.run(table.insert, account.arguments).count > 0 { return nil }
            let isTaken = try connection.run(table.account, [.text(account.username)]).count > 0
            return isTaken ? .username : .usrId
        }
    }

    /// One statement.
    public func setDisabled(_ isDisabled: Bool, of username: String) async throws(StoreError) -> Account? {
        if username.utf8.contains(0) { return nil }
        return try await first("setDisabled", table.setDisabled, [.bool(isDisabled), .text(username)])
    }

    /// One statement.
    public func replaceHash(
        of username: String, _ old: PasswordHash, with new: PasswordHash
    ) async throws(StoreError) -> Bool {
        if username.utf8.contains(0) || old.phc.utf8.contains(0) { return false }
        return try await database.run("replaceHash") { [table] connection throws(PostgresFault) in
            let arguments: [PostgresValue] = [.text(new.phc), .text(username), .text(old.phc)]
            return try connection.run(table.replaceHash, arguments).count > 0
        }
    }

    /// One statement.
    public func remove(_ username: String) async throws(StoreError) -> Account? {
        if username.utf8.contains(0) { return nil }
        return try await first("remove", table.delete, [.text(username)])
    }

    /// In the order of the usernames' bytes.
    public func accounts() async throws(StoreError) -> [Account] {
        try await database.run("accounts") { [table] connection throws(PostgresFault) in
            try connection.run(table.accounts, []).rows.compactMap(Account.init(row:))
        }
    }

    private func first(
        _ operation: String, _ statement: PostgresStatement, _ arguments: [PostgresValue]
    ) async throws(StoreError) -> Account? {
        try await database.run(operation) { connection throws(PostgresFault) in
            try connection.run(statement, arguments).rows.first.flatMap(Account.init(row:))
        }
    }
}
