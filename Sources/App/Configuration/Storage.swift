import Portero
import SQLiteStores

/// The stores that the settings name; one file that both name is opened once.
struct Storage: Sendable {
    let sessions: any SessionDirectory
    let accounts: any AccountStore
    private let databases: [SQLiteDatabase]

    /// - Parameter settings: name the stores.
    /// - Throws: where a file cannot be opened.
    init(_ settings: Settings) throws {
        var databases: [String: SQLiteDatabase] = [:]
        func open(_ path: String) throws -> SQLiteDatabase {
            if let database = databases[path] { return database }
            let database = try SQLiteDatabase(path: path)
            databases[path] = database
            return database
        }
        switch settings.sessions {
        case .memory: sessions = MemorySessionStore()
        case .sqlite(let path): sessions = SQLiteSessionStore(try open(path))
        }
        switch settings.database {
        case .memory: accounts = MemoryAccountStore()
        case .sqlite(let path): accounts = SQLiteAccountStore(try open(path))
        }
        self.databases = Array(databases.values)
    }

    /// Ends all sessions of a user: after a change of password, and when the account is disabled or removed.
    ///
    /// - Parameter id: the user.
    /// - Returns: how many there were.
    /// - Throws: where the store fails.
    func endSessions(of id: UserID) async throws -> Int {
        try await sessions.deleteSessions(of: id.json)
    }

    /// Closes the files.
    func close() throws {
        for database in databases { try database.close() }
    }
}
