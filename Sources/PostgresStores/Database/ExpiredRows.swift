import HTTPCookies
import Sessions

/// Deletes the expired rows of a table: a few at a time, and by one node at a time.
struct ExpiredRows: Sendable {
    private static let batch = 1000
    private let lock: PostgresValue
    /// `$1` now, `$2` how many at the most, `$3` what names the lock.
    ///
    /// A row that somebody is at stays, and so do all where another node is sweeping.
    private let statement: PostgresStatement

    /// - Parameters:
    ///   - table: has a column `expire`.
    ///   - key: the column by which its rows are told apart.
    init(of table: PostgresName, key: String) {
        lock = .text("portero sweeps \(table)")
        statement = PostgresStatement(
            """
            WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtextextended($3, 0)) AS mine)
            DELETE FROM \(table) WHERE expire <= $1 AND \(key) = ANY (ARRAY(
                SELECT \(key) FROM \(table) WHERE expire <= $1 AND (SELECT mine FROM turn)
                LIMIT $2 FOR UPDATE SKIP LOCKED
            ))
            """)
    }

    /// - Returns: how many there were.
    func sweep(_ database: PostgresDatabase, at now: Instant) async throws(StoreError) -> Int {
        var swept = 0
        while true {
            let count = try await database.run("sweep") { connection throws(PostgresFault) in
                try connection.run(statement, [.time(now), .integer(Self.batch), lock]).count
            }
            swept += count
            guard count == Self.batch else { return swept }
        }
    }
}
