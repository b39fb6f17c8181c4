import Sessions

/// Makes tables where they are missing.
///
/// A user that may not make tables can use those that somebody else has made.
struct PostgresSchema {
    /// The same number in every process, so that of several that start at once one makes the tables; without meaning.
    private static let lock = 7_041_776_100_453

    private let connection: PostgresConnection

    init(_ connection: PostgresConnection) {
        self.connection = connection
    }

    func has(_ table: PostgresName) throws(PostgresFault) -> Bool {
        let found = try connection.run(
            once: "SELECT to_regclass($1) IS NOT NULL", [.text(table.description)])
        return found.rows.first?.bool(0) ?? false
    }

    /// Whether the rows of a table do not outlive a crash of the server.
    func isUnlogged(_ table: PostgresName) throws(PostgresFault) -> Bool {
        let found = try connection.run(
            once: "SELECT relpersistence = 'u' FROM pg_class WHERE oid = to_regclass($1)", [.text(table.description)])
        return found.rows.first?.bool(0) ?? false
    }

    /// Makes a table, in one transaction.
    ///
    /// - Parameters:
    ///   - table: what may be missing.
    ///   - statements: make it.
    /// - Throws: ``PostgresFault``.
    func make(_ table: PostgresName, _ statements: [String]) throws(PostgresFault) {
        guard try !has(table) else { return }
        do throws(PostgresFault) {
            let script = ["SELECT pg_advisory_xact_lock(\(Self.lock))"] + statements
            try connection.run(script: script.joined(separator: ";\n"))
        } catch {
            // Another process may have made it just now.
            guard connection.isUsable, try has(table) else { throw error }
        }
    }
}
