import CLibPQ

/// Another program at a PostgreSQL database, as node-postgres would be: parameters are texts, and the server finds
/// their types out.
@safe package final class PlainClient {
    private let handle: OpaquePointer

    /// What the server said.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    /// Connects.
    ///
    /// - Parameter connectionString: as libpq takes it.
    /// - Throws: `Fault` where it cannot.
    package init(_ connectionString: String) throws {
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

    /// Runs a statement.
    ///
    /// - Returns: the rows, as texts; `nil`: NULL.
    @discardableResult
    package func run(_ sql: String, _ parameters: [String] = []) throws -> [[String?]] {
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
    package func value(_ sql: String, _ parameters: [String] = []) throws -> String? {
        try run(sql, parameters).first?.first ?? nil
    }
}
