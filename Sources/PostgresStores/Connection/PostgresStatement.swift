import Synchronization

/// A statement that a connection prepares when it first runs it.
struct PostgresStatement: Sendable {
    private static let count = Atomic<Int>(0)

    let sql: String
    /// No other statement of this process has it.
    let number: Int

    /// - Parameter sql: with `$1` and so on where values come; never made of values.
    init(_ sql: String) {
        self.sql = sql
        number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
    }

    /// How connections name it.
    var name: String {
        "portero_\(number)"
    }
}
