public import HTTPCookies
public import Sessions
public import SignIn

/// Keeps denials in a table of a PostgreSQL database, `portero_denials`, for every process that has it open.
public final class PostgresDenyList: DenyList {
    private let database: PostgresDatabase
    private let clock: any WallClock
    private let table: DenialTable
    private let expired: ExpiredRows

    /// Makes the table where it is missing; blocks the thread, so call it at start-up.
    ///
    /// - Parameters:
    ///   - database: where the table is; other stores may share it.
    ///   - schemaName: the schema that it is in; `nil`: the first of the search path.
    ///   - clock: by which denials end.
    /// - Throws: `StoreError` where the database cannot be reached.
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
        expired = ExpiredRows(of: table.name, key: "name")
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
        try await expired.sweep(database, at: clock.now())
    }
}

/// The statements on the table of denials.
private final class DenialTable: Sendable {
    let name: PostgresName
    /// `$1` name, `$2` end.
    let deny: PostgresStatement
    /// `$1` and `$2` names, `$3` now.
    let denies: PostgresStatement

    init(schema: String?) throws(PostgresFault) {
        name = try PostgresName(schema: schema, table: "portero_denials")
        deny = PostgresStatement(
            """
            INSERT INTO \(name) AS kept (name, expire) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET expire = excluded.expire WHERE kept.expire < excluded.expire
            """)
        denies = PostgresStatement("SELECT EXISTS (SELECT FROM \(name) WHERE name IN ($1, $2) AND expire > $3)")
    }

    var definition: [String] {
        [
            #"CREATE TABLE \#(name) (name text COLLATE "C" PRIMARY KEY, expire timestamptz NOT NULL)"#,
            "CREATE INDEX ON \(name) (expire)",
        ]
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
