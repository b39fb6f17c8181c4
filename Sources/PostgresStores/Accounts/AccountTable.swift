import SignIn

/// The statements on the table of accounts.
///
/// `usr_id` holds the JSON text of the id, so that 42 and "42" stay two values. Texts are compared byte for byte.
struct AccountTable: Sendable {
    private static let columns = "username, usr_id, name, password_hash, disabled"
    let name: PostgresName

    init(schema: String?) throws(PostgresFault) {
        name = try PostgresName(schema: schema, table: "portero_accounts")
    }

    var definition: [String] {
        [
            """
            CREATE TABLE \(name) (
                username text COLLATE "C" PRIMARY KEY,
                usr_id text COLLATE "C" NOT NULL UNIQUE,
                name text NOT NULL,
                password_hash text COLLATE "C" NOT NULL,
                disabled boolean NOT NULL
            )
            """
        ]
    }

    var account: String {
        "SELECT \(Self.columns) FROM \(name) WHERE username = $1"
    }

    var accounts: String {
        "SELECT \(Self.columns) FROM \(name) ORDER BY username"
    }

    var insert: String {
        "INSERT INTO \(name) (\(Self.columns)) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
    }

    var setDisabled: String {
        "UPDATE \(name) SET disabled = $1 WHERE username = $2 RETURNING \(Self.columns)"
    }

    var replaceHash: String {
        "UPDATE \(name) SET password_hash = $1 WHERE username = $2 AND password_hash = $3"
    }

    var delete: String {
        "DELETE FROM \(name) WHERE username = $1 RETURNING \(Self.columns)"
    }
}

extension Account {
    var arguments: [PostgresValue] {
        [.text(username), .text(usrId.json), .text(name), .text(passwordHash.phc), .bool(isDisabled)]
    }

    /// - Returns: `nil` for a row that is no account any more, because somebody has edited it.
    init?(row: PostgresRows.Row) {
        guard let username = row.text(0), let usrId = row.text(1).flatMap(UserID.init(json:)), let name = row.text(2),
            let hash = row.text(3), let isDisabled = row.bool(4)
        else { return nil }
        self.init(
            usrId: usrId, username: username, name: name, passwordHash: PasswordHash(phc: hash), isDisabled: isDisabled)
    }
}
