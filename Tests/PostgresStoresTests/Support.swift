import Foundation
import HTTPCookies
import ProcessTesting
import Sessions
import StoreTesting
import Testing

@testable import PostgresStores

/// The server that all suites share, each test in a schema of its own.
enum Live {
    private static let server = Task { try await PostgresServer() }
    private static let shared = Task { try await open() }

    static func serverOfAll() async throws -> PostgresServer {
        try await server.value
    }

    /// The database of the tests that need none of their own.
    static func database() async throws -> PostgresDatabase {
        try await shared.value
    }

    /// Another one; patient, since a busy machine is no fault of the stores.
    static func open(
        _ more: String = "", connections: Int = 8, timeLimit: Duration = .seconds(60), timeZone: String? = nil
    ) async throws -> PostgresDatabase {
        var options = PostgresDatabase.Options()
        options.connections = connections
        options.timeLimit = timeLimit
        options.timeZone = timeZone
        return try PostgresDatabase(await serverOfAll().connectionString + " " + more, options: options)
    }

    /// A new and empty schema.
    static func schema() async throws -> String {
        let name = "t" + UUID().uuidString.lowercased().replacing("-", with: "")
        try await database().run("schema") { connection throws(PostgresFault) in
            try connection.run(script: "CREATE SCHEMA \(name)")
        }
        return name
    }
}

/// connect-pg-simple's table in a schema.
func table(in schema: String, isShared: Bool = true) -> PostgresSessionTable {
    var table = PostgresSessionTable()
    table.schemaName = schema
    table.createTableIfMissing = true
    table.isShared = isShared
    return table
}

/// A store in a new schema.
func store(
    _ clock: any WallClock = ManualClock(), isShared: Bool = true, on database: PostgresDatabase? = nil
) async throws -> PostgresSessionStore {
    let schema = try await Live.schema()
    let shared = try await Live.database()
    return try PostgresSessionStore(database ?? shared, table: table(in: schema, isShared: isShared), clock: clock)
}

func key(_ number: Int, _ form: SessionKeyForm = .clear) -> SessionKey {
    var generator = SeededGenerator(seed: UInt64(number))
    return SessionKey(SessionID.random(using: &generator), form)
}

func record(_ json: String = "{}", expiry: Instant = ManualClock.start + .seconds(60)) throws -> SessionRecord {
    try #require(SessionRecord(json: Array(json.utf8), expiry: expiry))
}

func ping(_ database: PostgresDatabase, _ sql: String = "SELECT 1") async throws {
    try await database.run("ping") { connection throws(PostgresFault) in _ = try connection.run(once: sql) }
}

/// The number of the server's process behind the only connection of a database.
func backend(_ database: PostgresDatabase) async throws -> Int64 {
    let row = try await database.run("backend") { connection throws(PostgresFault) in
        try connection.run(once: "SELECT pg_backend_pid()::int8").rows.first?.integer(0)
    }
    return try #require(row)
}
