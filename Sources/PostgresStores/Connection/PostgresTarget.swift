import CLibPQ
import HTTPCookies

/// Where a server is and how to speak with it: a connection string, and what every connection is told at its start.
struct PostgresTarget: Sendable {
    private let connectionString: String
    let timeLimit: Duration
    let timeZone: String?

    /// - Throws: ``PostgresFault`` where libpq cannot read the string; its own words would quote it.
    init(_ connectionString: String, timeLimit: Duration, timeZone: String?) throws(PostgresFault) {
        let options = connectionString.contains("\0") ? nil : unsafe PQconninfoParse(connectionString, nil)
        guard let options = unsafe options else {
            throw .refused("the connection string cannot be read, expected postgres://… or keyword=value pairs")
        }
        unsafe PQconninfoFree(options)
        self.connectionString = connectionString
        self.timeLimit = timeLimit
        self.timeZone = timeZone
    }

    /// A connection that has not begun to connect; NULL where memory has run out.
    ///
    /// What stands before the connection string gives way to it, what stands behind does not. Connections that idle are
    /// kept alive, since there are networks that forget them.
    func start() -> OpaquePointer? {
        let keepalives = ["keepalives_idle", "keepalives_interval", "keepalives_count"]
        let keywords = keepalives + ["fallback_application_name", "dbname", "client_encoding"]
        let values = ["30", "10", "3", "portero", connectionString, "UTF8"]
        return unsafe withCStrings(keywords) { keywords in
            unsafe withCStrings(values) { values in unsafe PQconnectStartParams(keywords, values, 1) }
        }
    }

    /// What a connection is told first.
    ///
    /// The statements rely on what `READ COMMITTED` does where two meet, whatever the server's default is. The time
    /// zone decides what `timestamp` columns hold, see <doc:PostgresStores>.
    static let greeting = """
        SELECT set_config('statement_timeout', $1, false),
        set_config('default_transaction_isolation', 'read committed', false),
        CASE WHEN $2 <> '' THEN set_config('TimeZone', $2, false) END
        """

    var greetingArguments: [PostgresValue] {
        let limit = min(max(1, timeLimit.milliseconds), Int64(Int32.max))
        return [.text("\(limit)ms"), .text(timeZone ?? "")]
    }
}
