/// The statements on the table of sessions and on the one beside it that says whose they are.
///
/// Each is one statement, and so all or nothing. Where two of them meet at one row, the second waits for the first and
/// then looks at its conditions again. Source: PostgreSQL, "Read Committed Isolation Level".
final class SessionTable: Sendable {
    let name: PostgresName
    /// A session's row here goes with the session, whoever deletes it.
    let owners: PostgresName

    /// `$1` sid, `$2` now.
    let load: PostgresStatement
    /// `$1` sid, `$2` sess, `$3` expire, `$4` now, `$5` the owner, if there is one.
    let create: WithOwner
    /// `$1` sid, `$2` what was loaded, `$3` sess, `$4` expire, `$5` now, `$6` the owner, if there is one.
    let replace: WithOwner
    /// `$1` sid, `$2` what was loaded, `$3` sess, `$4` expire, `$5` now, `$6` new sid, `$7` the owner, if there is one.
    ///
    /// Fails with a unique violation, and changes nothing, where an expired row has the new sid.
    let move: WithOwner
    /// `$1` sid, `$2` now.
    let deleteExpired: PostgresStatement
    /// `$1` expire, `$2` sid, `$3` now.
    let touch: PostgresStatement
    /// `$1` sid, `$2` now; gives whether it was live.
    let delete: PostgresStatement

    /// `$1` now.
    let count: PostgresStatement
    /// `$1` from where on, `$2` how many at the most; gives where it ended.
    let clear: PostgresStatement
    /// `$1` from where on, `$2` now, `$3` how many at the most.
    let page: PostgresStatement
    /// The same, of one owner: `$4`, hashed.
    let pageOfOwner: PostgresStatement
    /// The same, whoever has written them: looks at `$5` sessions for those that may be of the owner `$4`.
    ///
    /// Besides those, a row with the sid of the last that was looked at, where there may be more. The texts are not
    /// taken for JSON, which fails for some that are: a name is written as it is, or it has an escape in it.
    let search: PostgresStatement

    init(_ name: PostgresName) {
        let owners = name.adding("_owner")
        self.name = name
        self.owners = owners
        load = PostgresStatement(
            "SELECT sess::text, expire::timestamptz FROM \(name) WHERE sid = $1 AND expire > $2")
        create = WithOwner(
            """
            WITH written AS (
                INSERT INTO \(name) AS kept (sid, sess, expire) VALUES ($1, $2::json, $3)
                ON CONFLICT (sid) DO UPDATE SET sess = excluded.sess, expire = excluded.expire WHERE kept.expire <= $4
                RETURNING sid
            )
            """, owners, "$5")
        replace = WithOwner(
            """
            WITH written AS (
                UPDATE \(name) SET sess = $3::json, expire = $4 WHERE sid = $1 AND sess::text = $2 AND expire > $5
                RETURNING sid
            )
            """, owners, "$6")
        move = WithOwner(
            """
            WITH gone AS (
                DELETE FROM \(name) WHERE sid = $1 AND sess::text = $2 AND expire > $5
                AND NOT EXISTS (SELECT FROM \(name) WHERE sid = $6 AND expire > $5)
                RETURNING sid
            ), written AS (
                INSERT INTO \(name) (sid, sess, expire) SELECT $6, $3::json, $4 FROM gone RETURNING sid
            )
            """, owners, "$7")
        deleteExpired = PostgresStatement("DELETE FROM \(name) WHERE sid = $1 AND expire <= $2")
        touch = PostgresStatement("UPDATE \(name) SET expire = $1 WHERE sid = $2 AND expire > $3")
        delete = PostgresStatement("DELETE FROM \(name) WHERE sid = $1 RETURNING expire > $2")
        count = PostgresStatement("SELECT count(*) FROM \(name) WHERE expire > $1")
        clear = PostgresStatement(
            """
            WITH gone AS (
                DELETE FROM \(name) WHERE sid IN (SELECT sid FROM \(name) WHERE sid > $1 ORDER BY sid LIMIT $2)
                RETURNING sid
            )
            SELECT max(sid) FROM gone
            """)
        page = PostgresStatement(
            """
            SELECT sid, sess::text, expire::timestamptz FROM \(name)
            WHERE sid > $1 AND expire > $2 ORDER BY sid LIMIT $3
            """)
        pageOfOwner = PostgresStatement(
            """
            SELECT s.sid, s.sess::text, s.expire::timestamptz FROM \(owners) o JOIN \(name) s ON s.sid = o.sid
            WHERE o.owner = $4 AND o.sid > $1 AND s.expire > $2 ORDER BY o.sid LIMIT $3
            """)
        search = PostgresStatement(Self.search(in: name))
    }
}

extension SessionTable {
    /// One statement for records that say whose they are, and one for those that do not.
    struct WithOwner: Sendable {
        private let owned: PostgresStatement
        private let unowned: PostgresStatement

        /// - Parameters:
        ///   - write: gives the sid of the row that it has written.
        ///   - owners: where it is noted whose that is.
        ///   - owner: the argument that says it.
        fileprivate init(_ write: String, _ owners: PostgresName, _ owner: String) {
            owned = PostgresStatement(
                """
                \(write), owned AS (
                    INSERT INTO \(owners) AS kept (sid, owner) SELECT sid, \(owner) FROM written
                    ON CONFLICT (sid) DO UPDATE SET owner = excluded.owner WHERE kept.owner <> excluded.owner
                )
                SELECT FROM written
                """)
            unowned = PostgresStatement(
                """
                \(write), disowned AS (DELETE FROM \(owners) AS kept USING written WHERE kept.sid = written.sid)
                SELECT FROM written
                """)
        }

        /// - Returns: whether a row was written.
        func run(
            _ connection: PostgresConnection, _ arguments: [PostgresValue], owner: [UInt8]?
        ) throws(PostgresFault) -> Bool {
            guard let owner else { return try connection.run(unowned, arguments).count > 0 }
            return try connection.run(owned, arguments + [.bytes(owner)]).count > 0
        }
    }

    private static func search(in name: PostgresName) -> String {
        """
        WITH looked AS MATERIALIZED (
            SELECT sid, sess, expire FROM \(name) WHERE sid > $1 AND expire > $2 ORDER BY sid LIMIT $5
        )
        (
            SELECT sid, sess::text, expire::timestamptz FROM looked WHERE strpos(sess::text, $4) > 0 AND (
                strpos(sess::text, E'\\\\u') > 0 OR strpos(
                    regexp_replace(sess::text, '"usrId"[[:space:]]*:[[:space:]]*', '"usrId":', 'g'), '"usrId":' || $4
                ) > 0
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
