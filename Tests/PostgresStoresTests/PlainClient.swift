import CLibPQ
import HTTPCookies

/// Another program at the same database, as node-postgres would be: parameters are texts, and the server finds their
/// types out.
@safe final class PlainClient {
    private let handle: OpaquePointer

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    init(_ connectionString: String) throws {
        guard let handle = unsafe PQconnectdb(connectionString) else { throw Fault(description: "no memory") }
        unsafe self.handle = unsafe handle
        _ = unsafe PQsetNoticeProcessor(handle, { _, _ in }, nil)
        guard unsafe PQstatus(handle) == CONNECTION_OK else {
            throw Fault(description: unsafe String(cString: PQerrorMessage(handle)))
        }
    }

    deinit {
        unsafe PQfinish(handle)
    }

    /// - Returns: the rows, as texts; `nil`: NULL.
    @discardableResult
    func run(_ sql: String, _ parameters: [String] = []) throws -> [[String?]] {
        let copies = parameters.map { Array($0.utf8CString) }
        let result = unsafe Self.withPointers(to: copies[...], []) { values in
            unsafe PQexecParams(handle, sql, Int32(values.count), nil, values, nil, nil, 0)
        }
        defer { unsafe PQclear(result) }
        let status = unsafe PQresultStatus(result)
        guard status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK else {
            throw Fault(description: unsafe String(cString: PQresultErrorMessage(result)))
        }
        return (0..<(unsafe PQntuples(result))).map { row in
            (0..<(unsafe PQnfields(result))).map { column in
                unsafe PQgetisnull(result, row, column) == 1
                    ? nil : String(cString: PQgetvalue(result, row, column))
            }
        }
    }

    private static func withPointers<Answer>(
        to texts: ArraySlice<[CChar]>, _ pointers: [UnsafePointer<CChar>?],
        _ body: ([UnsafePointer<CChar>?]) -> Answer
    ) -> Answer {
        guard let first = texts.first else { return unsafe body(pointers) }
        return unsafe first.withUnsafeBufferPointer { pointer in
            unsafe withPointers(to: texts.dropFirst(), pointers + [pointer.baseAddress], body)
        }
    }
}

extension PlainClient {
    /// The first column of the first row.
    func value(_ sql: String, _ parameters: [String] = []) throws -> String? {
        try run(sql, parameters).first?.first ?? nil
    }
}

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
