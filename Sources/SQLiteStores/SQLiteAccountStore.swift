import Foundation
import GRDB
public import Sessions
public import SignIn

/// Keeps accounts in a SQLite file.
public final class SQLiteAccountStore: AccountStore {
    private let database: SQLiteDatabase

    /// - Parameter database: the file; other stores may share it.
    public init(_ database: SQLiteDatabase) {
        self.database = database
    }

    /// One read.
    public func account(named username: String) async throws(StoreError) -> Account? {
        try await database.read("account") { try AccountTable($0).account(named: username) }
    }

    /// One transaction.
    public func add(_ account: Account) async throws(StoreError) -> AccountConflict? {
        try await database.write("add") { connection in
            let table = AccountTable(connection)
            if try table.account(named: account.username) != nil { return .username }
            return try table.insert(account) ? nil : .usrId
        }
    }

    /// One transaction.
    public func setDisabled(_ isDisabled: Bool, of username: String) async throws(StoreError) -> Account? {
        try await database.write("setDisabled") { connection in
            let table = AccountTable(connection)
            try table.setDisabled(isDisabled, of: username)
            return try table.account(named: username)
        }
    }

    /// One transaction.
    public func replaceHash(
        of username: String, _ old: PasswordHash, with new: PasswordHash
    ) async throws(StoreError) -> Bool {
        try await database.write("replaceHash") { try AccountTable($0).replaceHash(of: username, old, with: new) }
    }

    /// One transaction.
    public func remove(_ username: String) async throws(StoreError) -> Account? {
        try await database.write("remove") { connection in
            let table = AccountTable(connection)
            let account = try table.account(named: username)
            try table.delete(username)
            return account
        }
    }

    /// In the order of the usernames' bytes.
    public func accounts() async throws(StoreError) -> [Account] {
        try await database.read("accounts") { try AccountTable($0).accounts() }
    }
}
