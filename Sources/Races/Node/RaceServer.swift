import Hummingbird
import Logging
import Portero
import SQLiteStores

/// One process of a race: the app on the store that an address names.
struct RaceServer: Sendable {
    let address: String
    let port: Int

    /// Serves until SIGTERM.
    func run() async throws {
        var logger = Logger(label: "races")
        logger.logLevel = .warning
        let app = try RaceApp(store: try RaceStore.open(address), logger: logger)
        let server = Application(
            router: app.makeRouter(), server: .http1(limits: limits),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            services: [app.housekeeping], logger: logger)
        try await server.runService()
    }

    /// A race stands many requests in one process at the same time, all of one address.
    private var limits: ServerLimits {
        var limits = ServerLimits()
        limits.connectionsPerAddress = limits.connections
        return limits
    }
}

/// The stores that are raced.
enum RaceStore {
    /// - Parameter address: such as `memory:` or `sqlite:PATH`.
    /// - Returns: the store.
    /// - Throws: `RaceFault` for an address of no store that we have, and where a file cannot be opened.
    static func open(_ address: String) throws -> any SessionStore {
        let (scheme, rest) = (address.prefix { $0 != ":" }, address.drop { $0 != ":" }.dropFirst())
        switch scheme {
        case "memory": return MemorySessionStore()
        case "sqlite": return SQLiteSessionStore(try SQLiteDatabase(path: String(rest)))
        default: throw RaceFault("\(scheme): is no store that is raced")
        }
    }
}

/// What kept a race from being run.
struct RaceFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
