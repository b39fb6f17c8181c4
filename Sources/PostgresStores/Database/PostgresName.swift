/// A table's name as it stands in a statement: quoted, so that it is taken as it is.
///
/// Source: PostgreSQL, "Identifiers and Key Words"; connect-pg-simple 10.0.0, `escapePgIdentifier`.
struct PostgresName: Sendable, CustomStringConvertible {
    /// PostgreSQL cuts off what is longer than 63 bytes; this leaves room for an ending of our own.
    private static let longest = 56

    private let schema: String?
    private let table: String

    /// - Parameters:
    ///   - schema: `nil`: the first of the connection's search path that has the table.
    ///   - table: the table's own name.
    /// - Throws: ``PostgresFault`` for a name that PostgreSQL would not take as it is.
    init(schema: String?, table: String) throws(PostgresFault) {
        for name in [schema, table].compactMap({ $0 }) {
            guard !name.contains("\0"), (1...Self.longest).contains(name.utf8.count) else {
                throw .refused("a schema's or table's name has \(name.utf8.count) bytes, expected 1 to \(Self.longest)")
            }
        }
        self.init(schema, table)
    }

    private init(_ schema: String?, _ table: String) {
        self.schema = schema
        self.table = table
    }

    /// A table beside this one.
    func adding(_ ending: String) -> PostgresName {
        PostgresName(schema, table + ending)
    }

    /// As it stands in a statement.
    var description: String {
        (schema.map { Self.quote($0) + "." } ?? "") + Self.quote(table)
    }

    /// An index's name, in the table's own schema.
    ///
    /// - Parameter pattern: such as `IDX_%_expire`; the percent sign stands for the table's name.
    /// - Returns: the name, quoted; empty, which lets PostgreSQL find one, where it would be cut off.
    func index(_ pattern: String) -> String {
        let name = pattern.replacing("%", with: table)
        return name.utf8.count <= 63 ? Self.quote(name) : ""
    }

    private static func quote(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }
}
