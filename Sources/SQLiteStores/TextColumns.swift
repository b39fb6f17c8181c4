import Foundation
import GRDB
import SignIn

/// The bytes of a text; those of an empty one would be bound as NULL.
func bytes(_ text: String) -> DatabaseValue {
    text.isEmpty ? text.databaseValue : Data(text.utf8).databaseValue
}

/// The text of a column that was read as bytes; `nil` for any other value.
func text(_ value: DatabaseValue) -> String? {
    guard case .blob(let bytes) = value.storage else { return nil }
    return String(decoding: bytes, as: UTF8.self)
}

extension UserID {
    /// A number, or the bytes of a text.
    var column: DatabaseValue {
        switch self {
        case .integer(let number): number.databaseValue
        case .text(let text): bytes(text)
        }
    }

    /// - Returns: `nil` for what is neither.
    init?(column: DatabaseValue) {
        switch column.storage {
        case .int64(let number): self = .integer(Int(number))
        case .blob(let bytes): self = .text(String(decoding: bytes, as: UTF8.self))
        case .null, .string, .double: return nil
        }
    }
}
