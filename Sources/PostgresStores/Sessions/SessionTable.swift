import HTTPCookies
import Sessions

/// The statements on the table of sessions and on the one beside it that says whose they are.
///
/// Each is one statement, and so all or nothing. Where two of them meet at one row, the second waits for the first and
/// then looks at its conditions again. Source: PostgreSQL, "Read Committed Isolation Level".
struct SessionTable: Sendable {
    let name: PostgresName
    let owners: PostgresName

    init(_ name: PostgresName) {
        self.name = name
        owners = name.adding("_owner")
    }

    var load: String {
        "SELECT sess::text, expire::timestamptz FROM \(name) WHERE sid = $1 AND expire > $2"
    }

    /// `$1` sid, `$2` sess, `$3` expire, `$4` now, `$5` owner.
    func create(owned: Bool) -> String {
        """
        WITH written AS (
            INSERT INTO \(name) AS kept (sid, sess, expire) VALUES ($1, $2::json, $3)
            ON CONFLICT (sid) DO UPDATE SET sess = excluded.sess, expire = excluded.expire WHERE kept.expire <= $4
            RETURNING sid
        ), \(ownership("$5", owned))
        SELECT FROM written
        """
    }

    /// `$1` sid, `$2` what was loaded, `$3` sess, `$4` expire, `$5` now, `$6` owner.
    func replace(owned: Bool) -> String {
        """
        WITH written AS (
            UPDATE \(name) SET sess = $3::json, expire = $4 WHERE sid = $1 AND sess::text = $2 AND expire > $5
            RETURNING sid
        ), \(ownership("$6", owned))
        SELECT FROM written
        """
    }

    /// `$1` sid, `$2` what was loaded, `$3` sess, `$4` expire, `$5` now, `$6` new sid, `$7` owner.
    ///
    /// Fails with a unique violation, and changes nothing, where an expired row has the new sid.
    func move(owned: Bool) -> String {
        """
        WITH gone AS (
            DELETE FROM \(name) WHERE sid = $1 AND sess::text = $2 AND expire > $5
            AND NOT EXISTS (SELECT FROM \(name) WHERE sid = $6 AND expire > $5)
            RETURNING sid
        ), written AS (
            INSERT INTO \(name) (sid, sess, expire) SELECT $6, $3::json, $4 FROM gone RETURNING sid
        ), \(ownership("$7", owned))
        SELECT FROM written
        """
    }

    /// Says whose the written session is; writes nothing where that has not changed.
    private func ownership(_ owner: String, _ owned: Bool) -> String {
        owned
            ? """
            owned AS (
                INSERT INTO \(owners) AS kept (sid, owner) SELECT sid, \(owner) FROM written
                ON CONFLICT (sid) DO UPDATE SET owner = excluded.owner WHERE kept.owner <> excluded.owner
            )
            """
            : "owned AS (DELETE FROM \(owners) USING written WHERE \(owners).sid = written.sid)"
    }

    var deleteExpired: String {
        "DELETE FROM \(name) WHERE sid = $1 AND expire <= $2"
    }

    /// `$1` expire, `$2` sid, `$3` now.
    var touch: String {
        "UPDATE \(name) SET expire = $1 WHERE sid = $2 AND expire > $3"
    }

    var delete: String {
        "DELETE FROM \(name) WHERE sid = $1 RETURNING expire > $2"
    }

    /// `$1` now, `$2` how many at the most, `$3` names the table.
    ///
    /// Where another node is at it, nothing. A row that is touched meanwhile stays.
    var sweep: String {
        """
        WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtextextended($3, 0)) AS mine)
        DELETE FROM \(name) WHERE expire <= $1 AND sid = ANY (ARRAY(
            SELECT sid FROM \(name) WHERE expire <= $1 AND (SELECT mine FROM turn) LIMIT $2 FOR UPDATE SKIP LOCKED
        ))
        """
    }
}

extension SessionTable {
    var count: String {
        "SELECT count(*) FROM \(name) WHERE expire > $1"
    }

    /// `$1` from where on, `$2` how many at the most.
    var clear: String {
        """
        WITH gone AS (
            DELETE FROM \(name) WHERE sid IN (SELECT sid FROM \(name) WHERE sid > $1 ORDER BY sid LIMIT $2)
            RETURNING sid
        )
        SELECT max(sid) FROM gone
        """
    }

    /// `$1` from where on, `$2` now, `$3` how many at the most.
    var page: String {
        """
        SELECT sid, sess::text, expire::timestamptz FROM \(name)
        WHERE sid > $1 AND expire > $2 ORDER BY sid LIMIT $3
        """
    }

    /// The same, of one owner: `$4`.
    var pageOfOwner: String {
        """
        SELECT s.sid, s.sess::text, s.expire::timestamptz FROM \(owners) o JOIN \(name) s ON s.sid = o.sid
        WHERE o.owner = $4 AND o.sid > $1 AND s.expire > $2 ORDER BY o.sid LIMIT $3
        """
    }

    /// The same, whoever has written them: looks at `$5` sessions for those that may be of the owner `$4`.
    ///
    /// Besides those, a row with the sid of the last that was looked at, where there may be more. The texts are not
    /// taken for JSON, which fails for some that are: a name is written as it is, or it has an escape in it.
    var search: String {
        """
        WITH looked AS MATERIALIZED (
            SELECT sid, sess::text AS sess, expire FROM \(name) WHERE sid > $1 AND expire > $2 ORDER BY sid LIMIT $5
        )
        (
            SELECT sid, sess, expire::timestamptz FROM looked WHERE strpos(sess, $4) > 0 AND (
                strpos(regexp_replace(sess, '"usrId"[[:space:]]*:[[:space:]]*', '"usrId":', 'g'), '"usrId":' || $4) > 0
                OR strpos(sess, E'\\\\u') > 0
            )
            ORDER BY sid LIMIT $3
        )
        UNION ALL
        (SELECT max(sid), NULL, NULL FROM looked HAVING count(*) = $5)
        """
    }

    /// connect-pg-simple's table, but that there can be a second one in the same schema.
    ///
    /// There, the key and the index bear the first one's names. Source: connect-pg-simple 10.0.0, `table.sql`.
    var definition: [String] {
        [
            #"CREATE TABLE \#(name) ("sid" varchar NOT NULL COLLATE "default", "sess" json NOT NULL, "#
                + #""expire" timestamp(6) NOT NULL, CONSTRAINT \#(name.index("%_pkey")) PRIMARY KEY ("sid"))"#,
            #"CREATE INDEX \#(name.index("IDX_%_expire")) ON \#(name) ("expire")"#,
        ]
    }

    /// A session's row here goes with the session, whoever deletes it.
    func definitionOfOwners(isUnlogged: Bool) -> [String] {
        [
            """
            CREATE \(isUnlogged ? "UNLOGGED " : "")TABLE \(owners) (
                sid varchar PRIMARY KEY REFERENCES \(name) (sid) ON DELETE CASCADE, owner bytea NOT NULL
            )
            """,
            "CREATE INDEX ON \(owners) (owner, sid)",
        ]
    }
}
