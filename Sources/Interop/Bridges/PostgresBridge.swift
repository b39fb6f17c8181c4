import Foundation
import Portero
import PostgresStores
import ProcessTesting

/// A PostgreSQL server of the walk's own, with connect-pg-simple at its other end.
///
/// Its time zone is not UTC, and the table's column has none: neither side would find what the other wrote if they did
/// not reckon alike.
struct PostgresBridge: Bridge {
    static let name = "postgres"
    let server: PostgresServer
    let store: any SessionStore

    var place: String { Self.url(of: server) }

    func stored(_ id: SessionID) throws -> SessionRecord? {
        let rows = try PlainClient(place).run(
            "SELECT sess, round(extract(epoch FROM expire::timestamptz) * 1000)::int8 FROM session WHERE sid = $1",
            [id.text])
        guard let row = rows.first, let json = row[0], let expiry = row[1].flatMap({ Int64($0) }) else { return nil }
        return SessionRecord(json: Array(json.utf8), expiry: Instant(milliseconds: expiry))
    }

    static func open(in folder: URL, _ body: (PostgresBridge) async throws -> Void) async throws {
        let server = try await PostgresServer()
        try await finishing(with: server.stop) {
            let database = try PostgresDatabase(url(of: server))
            var table = PostgresSessionTable()
            table.createTableIfMissing = true
            let store = try PostgresSessionStore(database, table: table)
            try await finishing(with: database.close) {
                try await body(PostgresBridge(server: server, store: store))
            }
        }
    }

    private static func url(of server: PostgresServer) -> String {
        "postgres://portero@127.0.0.1:\(server.port)/postgres?sslmode=disable"
    }
}
