import SignIn

/// The statements on the table of accounts.
///
/// `usr_id` holds the JSON text of the id, so that 42 and "42" stay two values. Texts are compared byte for byte.
final class AccountTable: Sendable {
    private static let columns = "username, usr_id, name, password_hash, disabled"
    let name: PostgresName
    let account: PostgresStatement
    let accounts: PostgresStatement
    let insert: PostgresStatement
    let setDisabled: PostgresStatement
    let replaceHash: PostgresStatement
    let delete: PostgresStatement

    init(schema: String?) throws(PostgresFault) {
        name = try PostgresName(schema: schema, table: "portero_accounts")
        let all = Self.columns
        account = PostgresStatement("SELECT \(all) FROM \(name) WHERE username = $1")
        accounts = PostgresStatement("SELECT \(all) FROM \(name) ORDER BY username")
        insert = PostgresStatement("INSERT INTO \(name) (\(all)) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING")
        setDisabled = PostgresStatement("UPDATE \(name) SET disabled = $1 WHERE username = $2 RETURNING \(all)")
        replaceHash = PostgresStatement(
            "UPDATE \(name) SET password_hash = $1 WHERE username = $2 AND password_hash = $3")
        delete = PostgresStatement("DELETE FROM \(name) WHERE username = $1 RETURNING \(all)")
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
