import Portero
import PostgresStores
import RedisStores
import SQLiteStores

/// The stores that the settings name.
struct Storage: Sendable {
    let sessions: any SessionDirectory
    let accounts: any AccountStore
    private let servers: Servers

    /// - Parameter settings: name the stores.
    /// - Throws: where a file cannot be opened, or a server does not let us in.
    init(_ settings: Settings) async throws {
        var servers = Servers()
        do {
            sessions = try await servers.sessions(at: settings.sessions)
            accounts = try servers.accounts(at: settings.database)
        } catch {
            await servers.close()
            throw error
        }
        self.servers = servers
    }

    /// Ends all sessions of a user: after a change of password, and when the account is disabled or removed.
    ///
    /// - Parameter id: the user.
    /// - Returns: how many there were.
    /// - Throws: where the store fails.
    func endSessions(of id: UserID) async throws -> Int {
        try await sessions.deleteSessions(of: id.json)
    }

    /// Closes files and connections.
    func close() async {
        await servers.close()
    }
}

/// Files and servers that are open; what both settings name is opened once.
private struct Servers: Sendable {
    private var files: [String: SQLiteDatabase] = [:]
    private var databases: [ConnectionString: PostgresDatabase] = [:]
    private var redis: RedisClient?

    mutating func sessions(at location: StoreLocation) async throws -> any SessionDirectory {
        switch location {
        case .memory: return MemorySessionStore()
        case .sqlite(let path): return SQLiteSessionStore(try file(path))
        case .redis(let url): return RedisSessionStore(try await client(url))
        case .postgres(let string):
            var table = PostgresSessionTable()
            table.createTableIfMissing = true
            return try PostgresSessionStore(try database(string), table: table)
        }
    }

    mutating func accounts(at location: StoreLocation) throws -> any AccountStore {
        switch location {
        // No setting leads to the first two: they keep no accounts that would outlive the process.
        case .memory, .redis: MemoryAccountStore()
        case .sqlite(let path): SQLiteAccountStore(try file(path))
        case .postgres(let string): try PostgresAccountStore(try database(string))
        }
    }

    private mutating func file(_ path: String) throws -> SQLiteDatabase {
        if let file = files[path] { return file }
        let file = try SQLiteDatabase(path: path)
        files[path] = file
        return file
    }

    private mutating func database(_ string: ConnectionString) throws -> PostgresDatabase {
        if let database = databases[string] { return database }
        let database = try PostgresDatabase(string.text)
        databases[string] = database
        return database
    }

    private mutating func client(_ url: RedisURL) async throws -> RedisClient {
        let client = try RedisClient(url)
        redis = client
        try await client.ping()
        return client
    }

    /// A file that cannot be closed is closed by the process's end.
    func close() async {
        for file in files.values { try? file.close() }
        for database in databases.values { database.close() }
        await redis?.close()
    }
}
