import Foundation
import GRDB
import Sessions

/// Why a call was given up before SQLite was asked, or the file not opened.
enum SQLiteRefusal: Error {
    case closed
    case waitedTooLong
    case newerSchema
    case fileNotMade(errno: Int32)
    case fileNotTightened(mode: Int)

    var words: String {
        switch self {
        case .closed: "the database is closed"
        case .waitedTooLong: "waited too long for its turn"
        case .newerSchema: "the file was written by a newer version"
        case .fileNotMade(let errno): "the file cannot be made: errno \(errno)"
        case .fileNotTightened(let mode):
            "the file has mode 0\(String(mode, radix: 8)), expected 0600, and cannot be changed"
        }
    }
}

extension StoreError {
    /// What SQLite said, without the statement and its values.
    init(_ operation: String, sqlite error: any Error) {
        self.init(operation, .unavailable, cause: StoreError.words(for: error))
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case let error as SQLiteRefusal:
            return error.words
        case let error as DatabaseError:
            // SQLite's own message names tables and columns at the most.
            return "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
        default:
            // Other descriptions may quote what was read.
            return "\(type(of: error)) \((error as NSError).code)"
        }
    }
}
