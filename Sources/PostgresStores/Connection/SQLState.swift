/// The code by which PostgreSQL says why it did not do something: five digits and letters.
///
/// Source: PostgreSQL, Appendix A, "PostgreSQL Error Codes".
struct SQLState: Hashable, Sendable {
    let code: String

    /// - Returns: `nil` unless there are exactly five digits and capitals.
    init?(_ code: some StringProtocol) {
        guard code.utf8.count == 5, code.utf8.allSatisfy(Self.isPart) else { return nil }
        self.code = String(code)
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    /// What can be done about a statement that has failed so, and has changed nothing.
    enum Remedy: Hashable, Sendable {
        /// Nothing: say so.
        case none
        /// Two statements were in each other's way: try this one again.
        case again
        /// What the connection knows has gone out of date, or it leads to a server that cannot write any more: try
        /// again on a new one.
        case onNewConnection
    }

    var remedy: Remedy {
        switch code {
        case "40001", "40P01": .again
        case "0A000", "26000", "25006": .onNewConnection
        default: .none
        }
    }

    /// Whether the statement was ended because it took too long.
    var isTooSlow: Bool {
        code == "57014"
    }

    var isUniqueViolation: Bool {
        code == "23505"
    }

    /// The code, and what it most often means here.
    var words: String {
        let meaning =
            switch code {
            case "57014": " (it took too long)"
            case "53300": " (too many connections)"
            case "28P01", "28000": " (the server does not let this user in)"
            case "3D000": " (there is no such database)"
            case "42P01": " (a table is missing)"
            case "42501": " (the user may not do that)"
            case "25006": " (the server only reads)"
            case "57P01", "57P02", "57P03": " (the server is starting or stopping)"
            case "22021", "22P05": " (a text that the database cannot hold)"
            case "53100": " (its disk is full)"
            default: ""
            }
        return "SQLSTATE \(code)\(meaning)"
    }
}
