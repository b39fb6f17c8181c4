package import GRDB

/// The tables, as migrations that are never changed once they have been released.
package enum SQLiteSchema {
    /// All of them, in order.
    package static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("sessions", migrate: makeSessions)
        migrator.registerMigration("accounts", migrate: makeAccounts)
        migrator.registerMigration("tokens", migrate: makeTokens)
        return migrator
    }()

    static func update(_ pool: DatabasePool) throws {
        if try pool.read(migrator.hasBeenSuperseded) { throw SQLiteRefusal.newerSchema }
        do {
            try migrator.migrate(pool)
        } catch {
            // Another process may have made the same tables just now; then this finds them.
            try migrator.migrate(pool)
        }
    }

    /// `sid` has no type, so that a digest stays a BLOB and an id in clear a TEXT, which SQLite never holds equal.
    private static func makeSessions(_ connection: Database) throws {
        try connection.execute(
            sql: """
                CREATE TABLE sessions (
                    id INTEGER PRIMARY KEY,
                    sid NOT NULL UNIQUE,
                    sess BLOB NOT NULL,
                    expire INTEGER NOT NULL,
                    owner TEXT
                );
                CREATE INDEX sessions_expire ON sessions (expire);
                CREATE INDEX sessions_owner ON sessions (owner) WHERE owner IS NOT NULL;
                """)
    }

    /// `usr_id` has no type, so that 42 and '42' stay two values.
    private static func makeAccounts(_ connection: Database) throws {
        try connection.execute(
            sql: """
                CREATE TABLE accounts (
                    username TEXT NOT NULL COLLATE BINARY PRIMARY KEY,
                    usr_id NOT NULL UNIQUE,
                    name TEXT NOT NULL,
                    password_hash TEXT NOT NULL,
                    disabled INTEGER NOT NULL
                );
                """)
    }

    /// Of a token only SHA-256 digests are in here.
    ///
    /// `usr_id` has no type, so that 42 and '42' stay two values.
    private static func makeTokens(_ connection: Database) throws {
        try connection.execute(
            sql: """
                CREATE TABLE refresh_families (
                    family BLOB NOT NULL PRIMARY KEY,
                    sid TEXT NOT NULL,
                    usr_id NOT NULL,
                    name TEXT NOT NULL,
                    live BLOB NOT NULL,
                    previous BLOB,
                    rotated INTEGER,
                    expire INTEGER NOT NULL,
                    expire_at_last INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE INDEX refresh_families_sid ON refresh_families (sid);
                CREATE INDEX refresh_families_usr_id ON refresh_families (usr_id);
                CREATE INDEX refresh_families_expire ON refresh_families (expire);
                CREATE TABLE denials (
                    name TEXT NOT NULL PRIMARY KEY,
                    expire INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE INDEX denials_expire ON denials (expire);
                """)
    }
}
