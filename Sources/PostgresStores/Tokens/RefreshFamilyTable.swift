import HTTPCookies
import Sessions
import SignIn

/// The statements on the table of refresh families.
///
/// `usr_id` and `name` hold JSON texts: 42 and "42" stay two values, and a NUL, which PostgreSQL's texts cannot hold,
/// stands as `\u0000`.
final class RefreshFamilyTable: Sendable {
    private static let columns = "family, sid, usr_id, name, live, previous, rotated, expire, expire_at_last"
    let name: PostgresName
    /// `$10` now.
    let insert: PostgresStatement
    /// `$1` family, `$2` now.
    let family: PostgresStatement
    /// `$1` user, `$2` now.
    let ofUser: PostgresStatement
    /// `$1` family, `$2` the token shown, `$3` the next, `$4` expire, `$5` now.
    let rotate: PostgresStatement
    /// `$1` sign-in, `$2` now; gives which were live.
    let revoke: PostgresStatement

    init(schema: String?) throws(PostgresFault) {
        name = try PostgresName(schema: schema, table: "portero_refresh_families")
        let all = Self.columns
        insert = PostgresStatement(
            """
            INSERT INTO \(name) AS kept (\(all)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (family) DO UPDATE SET sid = excluded.sid, usr_id = excluded.usr_id, name = excluded.name,
            live = excluded.live, previous = excluded.previous, rotated = excluded.rotated,
            expire = excluded.expire, expire_at_last = excluded.expire_at_last
            WHERE kept.expire <= $10
            """)
        family = PostgresStatement("SELECT \(all) FROM \(name) WHERE family = $1 AND expire > $2")
        ofUser = PostgresStatement(
            "SELECT \(all) FROM \(name) WHERE md5(usr_id) = md5($1) AND usr_id = $1 AND expire > $2")
        rotate = PostgresStatement(
            """
            UPDATE \(name) SET live = $3, previous = live, rotated = $5, expire = least($4, expire_at_last)
            WHERE family = $1 AND live = $2 AND expire > $5 RETURNING \(all)
            """)
        revoke = PostgresStatement("DELETE FROM \(name) WHERE sid = $1 RETURNING expire > $2")
    }

    /// Of a token only SHA-256 digests are in here.
    var definition: [String] {
        [
            """
            CREATE TABLE \(name) (
                family bytea PRIMARY KEY,
                sid text COLLATE "C" NOT NULL,
                usr_id text COLLATE "C" NOT NULL,
                name text NOT NULL,
                live bytea NOT NULL,
                previous bytea,
                rotated timestamptz,
                expire timestamptz NOT NULL,
                expire_at_last timestamptz NOT NULL
            )
            """,
            "CREATE INDEX ON \(name) (sid)",
            // An id may be longer than an index takes.
            "CREATE INDEX ON \(name) (md5(usr_id))",
            "CREATE INDEX ON \(name) (expire)",
        ]
    }
}

extension RefreshFamily {
    var arguments: [PostgresValue] {
        [
            .bytes(key.bytes), .text(signIn.text), .text(user.usrId.json),
            .text(utf8: Array(RawValue(user.name).bytes)), .bytes(live.bytes), .bytes(previous?.bytes), .time(rotation),
            .time(expiry), .time(limit),
        ]
    }

    /// - Returns: `nil` for a row that is no family any more, because somebody has edited it.
    init?(row: PostgresRows.Row) {
        guard let key = row.bytes(0).flatMap({ RefreshFamilyKey($0) }),
            let signIn = row.text(1).flatMap({ SignInID($0) }), let usrId = row.text(2).flatMap(UserID.init(json:)),
            let name = row.text(3).flatMap({ RawValue(json: $0.utf8)?.string }),
            let live = row.bytes(4).flatMap({ RefreshTokenDigest($0) }), let expiry = row.time(7),
            let limit = row.time(8)
        else { return nil }
        self.init(
            key: key, signIn: signIn, user: User(name: name, usrId: usrId), live: live,
            previous: row.bytes(5).flatMap { RefreshTokenDigest($0) }, rotation: row.time(6), expiry: expiry,
            limit: limit)
    }
}
