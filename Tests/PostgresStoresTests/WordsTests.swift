import HTTPCookies
import Sessions
import Testing

@testable import PostgresStores

@Suite("What is said of a fault") struct WordsTests {
    /// As libpq 15 says it with `PQERRORS_SQLSTATE`.
    private static let messages: [(String, ConnectionFailure)] = [
        (
            #"connection to server at "127.0.0.1", port 5432 failed: Connection refused"# + "\n\tIs it running?\n",
            .nobodyListens
        ),
        (#"connection to server at "db", port 5432 failed: FATAL:  28P01"# + "\n", state("28P01")),
        ("connection to server at \"a\", port 1 failed: Connection refused\nmore\nFATAL:  53300\n", state("53300")),
        (#"connection to server at "db" failed: SSL error: certificate verify failed"#, .untrustedCertificate),
        (#"server certificate for "localhost" does not match host name "127.0.0.1""#, .certificateOfAnotherHost),
        ("server does not support SSL, but SSL was required\n", .noTLS),
        (#"root certificate file "/root/.postgresql/root.crt" does not exist"#, .noRootCertificate),
        ("fe_sendauth: no password supplied\n", .passwordWanted),
        (#"could not translate host name "nowhere" to address: Name or service not known"#, .unknownHost),
        (#"could not translate host name "DB" port 54321"#, .unknownHost),
        ("something new for user secret-user", .other),
        ("something new at 15432", .other),
        ("", .other),
    ]

    private static func state(_ code: String) -> ConnectionFailure {
        SQLState(code).map(ConnectionFailure.refused) ?? .other
    }

    @Test func `tells why there is no connection, without libpq's own words`() {
        for (message, failure) in Self.messages {
            #expect(ConnectionFailure(message: message) == failure, "\(message)")
            #expect(!failure.words.contains("127.0.0.1") && !failure.words.contains("secret"))
        }
    }

    @Test(arguments: ["", "2350", "235055", "2350a", "23 05", "2350é"])
    func `takes no other text for a code`(_ text: String) {
        #expect(SQLState(text) == nil)
    }

    @Test func `names the operation and the code`() throws {
        let error = StoreError("load", postgres: .server(try #require(SQLState("42P01"))))
        #expect(error.description == "store unavailable in load: PostgreSQL: SQLSTATE 42P01 (a table is missing)")
    }

    @Test func `quotes nothing of a connection string that cannot be read`() {
        for text in ["postgres://ana:secret@[host/", "password=secret host", "password='secret", "a=\0secret"] {
            let error = #expect(throws: StoreError.self) { try PostgresDatabase(text) }
            #expect(error?.operation == "open")
            #expect(error.map { !"\($0)".contains("secret") } ?? false, "\(text)")
        }
    }

    @Test func `quotes names as PostgreSQL and connect-pg-simple do`() throws {
        #expect(try PostgresName(schema: #"my"s"#, table: "web sess").description == #""my""s"."web sess""#)
        #expect(try PostgresName(schema: nil, table: "session").description == #""session""#)
        for name in ["", "a\0b", String(repeating: "x", count: 57)] {
            #expect(throws: PostgresFault.self) { try PostgresName(schema: nil, table: name) }
            #expect(throws: PostgresFault.self) { try PostgresName(schema: name, table: "session") }
        }
    }

    @Test(arguments: [0, 1, -1, 1_767_323_045_678, 946_684_799_999, -62_135_596_800_000])
    func `moments come back from PostgreSQL's form to the millisecond`(_ milliseconds: Int64) {
        let instant = Instant(milliseconds: milliseconds)
        let row = PostgresRows.Row(columns: [PostgresValue.time(instant).bytes])
        #expect(row.time(0) == instant)
    }
}
