import HTTPCookies
import ProcessTesting

/// connect-pg-simple 10.0.0, as far as it speaks to the database.
struct ExpressStore {
    let client: PlainClient
    /// Quoted.
    let table: String

    func get(_ sid: String, at now: Instant) throws -> String? {
        let sql = "SELECT sess FROM \(table) WHERE sid = $1 AND expire >= to_timestamp($2)"
        return try client.value(sql, [sid, seconds(now)])
    }

    func set(_ sid: String, _ sess: String, until expiry: Instant) throws {
        try client.run(
            """
            INSERT INTO \(table) (sess, expire, sid) SELECT $1, to_timestamp($2), $3
            ON CONFLICT (sid) DO UPDATE SET sess=$1, expire=to_timestamp($2) RETURNING sid
            """,
            [sess, seconds(expiry), sid])
    }

    func touch(_ sid: String, until expiry: Instant) throws {
        try client.run(
            "UPDATE \(table) SET expire = to_timestamp($1) WHERE sid = $2 RETURNING sid", [seconds(expiry), sid])
    }

    func destroy(_ sid: String) throws {
        try client.run("DELETE FROM \(table) WHERE sid = $1", [sid])
    }

    func prune(at now: Instant) throws {
        try client.run("DELETE FROM \(table) WHERE expire < to_timestamp($1)", [seconds(now)])
    }

    private func seconds(_ instant: Instant) -> String {
        String((instant.milliseconds + 999) / 1000)
    }
}
