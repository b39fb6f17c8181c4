public import HTTPCookies
public import Sessions
public import SignIn

/// Keeps denials in a table of a PostgreSQL database, `portero_denials`, for every process that has it open.
public final class PostgresDenyList: DenyList {
    private let database: PostgresDatabase
    private let clock: any WallClock
    private let table: DenialTable

    /// Makes the table where it is missing; blocks the thread, so call it at start-up.
    ///
    /// - Parameters:
    ///   - database: where the table is; other stores may share it.
    ///   - schemaName: the schema that it is in; `nil`: the first of the search path.
    ///   - clock: by which denials end.
    /// - Throws: ``Sessions/StoreError`` where the database cannot be reached.
    public init(
        _ database: PostgresDatabase, schemaName: String? = nil, clock: any WallClock = SystemClock()
    ) throws(StoreError) {
        self.database = database
        self.clock = clock
        do throws(PostgresFault) {
            table = try DenialTable(schema: schemaName)
        } catch {
            throw StoreError("open", postgres: error)
        }
        try database.runBlocking("open") { [table] connection throws(PostgresFault) in
            try PostgresSchema(connection).make(table.name, table.definition)
        }
    }

    /// One statement.
    public func deny(_ denial: Denial, until end: Instant) async throws(StoreError) {
        try await database.run("deny") { [table] connection throws(PostgresFault) in
            _ = try connection.run(table.deny, [.text(denial.column), .time(end)])
        }
    }

    /// One statement.
    public func denies(_ token: TokenID, of signIn: SignInID) async throws(StoreError) -> Bool {
        let now = clock.now()
        return try await database.run("denies") { [table] connection throws(PostgresFault) in
            let arguments: [PostgresValue] = [
                .text(Denial.token(token).column), .text(Denial.signIn(signIn).column), .time(now),
            ]
            return try connection.run(table.denies, arguments).rows.first?.bool(0) ?? false
        }
    }

    /// In statements of 1000 denials each, by one node at a time: where another is at it, nothing is left to do.
    public func sweep() async throws(StoreError) -> Int {
        try await database.sweep(table.sweep, of: table.name, at: clock.now())
    }
}

/// The statements on the table of denials.
private struct DenialTable: Sendable {
    let name: PostgresName

    init(schema: String?) throws(PostgresFault) {
        name = try PostgresName(schema: schema, table: "portero_denials")
    }

    var definition: [String] {
        [
            #"CREATE TABLE \#(name) (name text COLLATE "C" PRIMARY KEY, expire timestamptz NOT NULL)"#,
            "CREATE INDEX ON \(name) (expire)",
        ]
    }

    var deny: String {
        """
        INSERT INTO \(name) AS kept (name, expire) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET expire = excluded.expire WHERE kept.expire < excluded.expire
        """
    }

    var denies: String {
        "SELECT EXISTS (SELECT FROM \(name) WHERE name IN ($1, $2) AND expire > $3)"
    }

    /// `$1` now, `$2` how many at the most, `$3` names the lock: by one node at a time.
    var sweep: String {
        """
        WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtextextended($3, 0)) AS mine)
        DELETE FROM \(name) WHERE expire <= $1 AND name = ANY (ARRAY(
            SELECT name FROM \(name) WHERE expire <= $1 AND (SELECT mine FROM turn) LIMIT $2 FOR UPDATE SKIP LOCKED
        ))
        """
    }
}

extension Denial {
    /// The kind and the visible ASCII characters of the name.
    fileprivate var column: String {
        switch self {
        case .token(let id): "jti:" + id.text
        case .signIn(let id): "sid:" + id.text
        }
    }
}
