import Sessions

/// What names a user for good: an integer or a text, kept as it came.
public enum UserID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// A number, such as an employee's.
    case integer(Int)
    /// Any other id.
    case text(String)

    /// Reads a JSON number or string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            self = .integer(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    /// Writes a JSON number or string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .integer(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }

    /// Compares texts byte for byte, and never a text with a number.
    public static func == (left: UserID, right: UserID) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left == right
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.integer, .text), (.text, .integer): false
        }
    }

    /// Hashes what is compared.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .integer(let number): hasher.combine(number)
        case .text(let text): hasher.combine(Array(text.utf8))
        }
    }

    /// The number or the text.
    public var description: String {
        switch self {
        case .integer(let number): String(number)
        case .text(let text): text
        }
    }

    /// The JSON text, by which a directory finds a user's sessions.
    package var json: String {
        switch self {
        case .integer(let number): String(decoding: RawValue(number).bytes, as: UTF8.self)
        case .text(let text): String(decoding: RawValue(text).bytes, as: UTF8.self)
        }
    }
}
