import Foundation
import Hummingbird
import Logging
import Portero
import PostgresStores
import RedisStores
import SQLiteStores

/// One of the processes that are tried: the app on the store that an address names.
struct TrialServer: Sendable {
    let address: String
    let port: Int

    /// Serves until SIGTERM.
    func run() async throws {
        // A file that may not grow is to be an error of the store, as a full disk is, and not this process's end.
        _ = signal(SIGXFSZ, SIG_IGN)
        var logger = Logger(label: "trials")
        logger.logLevel = .warning
        let app = try TrialApp(store: try await TrialStore.open(address), logger: logger)
        let server = Application(
            router: app.makeRouter(), server: .http1(limits: limits),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            services: [app.housekeeping], logger: logger)
        try await server.runService()
    }

    /// Many requests stand in one process at the same time, all of one address.
    private var limits: ServerLimits {
        var limits = ServerLimits()
        limits.connectionsPerAddress = limits.connections
        return limits
    }
}

/// The stores that are tried.
enum TrialStore {
    /// - Parameter address: as the hosted app's `SESSION_STORE`.
    /// - Returns: the store.
    /// - Throws: `TrialFault` for an address of no store that we have, and where it cannot be opened.
    static func open(_ address: String) async throws -> any SessionStore {
        let (scheme, rest) = (address.prefix { $0 != ":" }, address.drop { $0 != ":" }.dropFirst())
        switch scheme {
        case "memory": return MemorySessionStore()
        case "sqlite": return SQLiteSessionStore(try SQLiteDatabase(path: String(rest)))
        case "redis": return RedisSessionStore(try await RedisClient.open(address))
        case "postgres":
            var table = PostgresSessionTable()
            table.createTableIfMissing = true
            return try PostgresSessionStore(try PostgresDatabase(address), table: table)
        default: throw TrialFault("\(scheme): is no store that is tried")
        }
    }
}

/// What kept a trial from being run, or what it found.
struct TrialFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
