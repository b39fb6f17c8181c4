public import HTTPCookies
public import Sessions
public import SignIn

/// Keeps families of refresh tokens in a table of a PostgreSQL database, with nothing in it that could be traded.
///
/// The table is `portero_refresh_families`. Every write is one statement; one that finds nothing to write locks
/// nothing, so that guesses do not make writers wait.
public final class PostgresRefreshFamilyStore: RefreshFamilyStore {
    private let database: PostgresDatabase
    private let clock: any WallClock
    private let table: RefreshFamilyTable
    private let expired: ExpiredRows

    /// Makes the table where it is missing; blocks the thread, so call it at start-up.
    ///
    /// - Parameters:
    ///   - database: where the table is; other stores may share it.
    ///   - schemaName: the schema that it is in; `nil`: the first of the search path.
    ///   - clock: by which families expire.
    /// - Throws: `StoreError` where the database cannot be reached.
    public init(
        _ database: PostgresDatabase, schemaName: String? = nil, clock: any WallClock = SystemClock()
    ) throws(StoreError) {
        self.database = database
        self.clock = clock
        do throws(PostgresFault) {
            table = try RefreshFamilyTable(schema: schemaName)
        } catch {
            throw StoreError("open", postgres: error)
        }
        expired = ExpiredRows(of: table.name, key: "family")
        try database.runBlocking("open") { [table] connection throws(PostgresFault) in
            try PostgresSchema(connection).make(table.name, table.definition)
        }
    }

    /// One statement.
    public func begin(_ family: RefreshFamily) async throws(StoreError) -> Bool {
        let now = clock.now()
        return try await database.run("begin") { [table] connection throws(PostgresFault) in
            try connection.run(table.insert, family.arguments + [.time(now)]).count > 0
        }
    }

    /// One statement.
    public func family(_ key: RefreshFamilyKey) async throws(StoreError) -> RefreshFamily? {
        let now = clock.now()
        return try await database.run("family") { [table] connection throws(PostgresFault) in
            try table.family(key, at: now, connection)
        }
    }

    /// One statement, and a second where the token was not live.
    public func rotate(
        _ key: RefreshFamilyKey, from token: RefreshTokenDigest, to next: RefreshTokenDigest, until expiry: Instant
    ) async throws(StoreError) -> Rotation {
        let now = clock.now()
        return try await database.run("rotate") { [table] connection throws(PostgresFault) in
            let arguments: [PostgresValue] = [
                .bytes(key.bytes), .bytes(token.bytes), .bytes(next.bytes), .time(expiry), .time(now),
            ]
            let rotated = try connection.run(table.rotate, arguments).rows.first
            if let family = rotated.flatMap(RefreshFamily.init(row:)) { return .rotated(family) }
            return try table.family(key, at: now, connection).map(Rotation.changed) ?? .missing
        }
    }

    /// One statement.
    public func revoke(_ signIn: SignInID) async throws(StoreError) -> Int {
        let now = clock.now()
        return try await database.run("revoke") { [table] connection throws(PostgresFault) in
            try connection.run(table.revoke, [.text(signIn.text), .time(now)]).rows.count { $0.bool(0) == true }
        }
    }

    /// One statement.
    public func families(of user: UserID) async throws(StoreError) -> [RefreshFamily] {
        let now = clock.now()
        return try await database.run("families") { [table] connection throws(PostgresFault) in
            try connection.run(table.ofUser, [.text(user.json), .time(now)]).rows.compactMap(RefreshFamily.init(row:))
        }
    }

    /// In statements of 1000 families each, by one node at a time: where another is at it, nothing is left to do.
    public func sweep() async throws(StoreError) -> Int {
        try await expired.sweep(database, at: clock.now())
    }
}

extension RefreshFamilyTable {
    fileprivate func family(
        _ key: RefreshFamilyKey, at now: Instant, _ connection: PostgresConnection
    ) throws(PostgresFault) -> RefreshFamily? {
        try connection.run(family, [.bytes(key.bytes), .time(now)]).rows.first.flatMap(RefreshFamily.init(row:))
    }
}
