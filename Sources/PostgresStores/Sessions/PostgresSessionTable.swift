/// Where sessions are, and who else reads and writes them: connect-pg-simple's options, under its names.
public struct PostgresSessionTable: Sendable {
    /// The schema that the table is in; `nil`: the first of the search path that has it.
    ///
    /// connect-pg-simple: `schemaName`.
    public var schemaName: String?
    /// The table's name, 1 to 56 bytes.
    ///
    /// connect-pg-simple: `tableName`.
    public var tableName = "session"
    /// Whether the table is made where it is missing; false: that is an error.
    ///
    /// connect-pg-simple: `createTableIfMissing`.
    public var createTableIfMissing = false
    /// Whether somebody else, such as an Express process, may write sessions too.
    ///
    /// Then the sessions of a user are found by reading all of them, in the server; else by an index.
    public var isShared = true

    /// As connect-pg-simple has it.
    public init() {}
}
