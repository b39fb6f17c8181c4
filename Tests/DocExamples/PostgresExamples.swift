import Logging
import Portero
import PostgresStores

func makeKeeper(connectionString: String, secret: String, logger: Logger) throws -> SessionKeeper {
    let database = try PostgresDatabase(connectionString)
    var table = PostgresSessionTable()
    table.createTableIfMissing = true
    let sessions = try PostgresSessionStore(database, table: table)
    return try SessionKeeper(store: sessions, secrets: [secret], logger: logger)
}
