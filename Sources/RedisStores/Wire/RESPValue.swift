/// A server's reply.
///
/// What RESP3 has beyond RESP2 reads as its RESP2 counterpart (a map as an array of names and values, a set as an
/// array, a double as its text, a Boolean as 1 or 0), so that nobody needs to know which of the two is spoken.
///
/// Source: the RESP protocol specification, redis.io/docs/latest/develop/reference/protocol-spec.
enum RESPValue: Hashable, Sendable {
    /// A word such as `OK`.
    case status(String)
    /// The command was refused.
    case error(RedisRefusal)
    /// An integer.
    case number(Int64)
    /// A text of any bytes.
    case bytes([UInt8])
    /// Nothing.
    case null
    /// Several replies in one.
    case array([RESPValue])
}

extension RESPValue {
    /// The number, also where it came as a text.
    var number: Int64? {
        switch self {
        case .number(let number): number
        case .bytes(let bytes): Int64(String(decoding: bytes, as: UTF8.self))
        case .status, .error, .null, .array: nil
        }
    }

    /// The bytes of a text or a word.
    var bytes: [UInt8]? {
        switch self {
        case .bytes(let bytes): bytes
        case .status(let word): Array(word.utf8)
        case .error, .number, .null, .array: nil
        }
    }

    /// The replies in it.
    var array: [RESPValue]? {
        if case .array(let values) = self { values } else { nil }
    }
}

/// Why a server refused a command: its word for it, such as `NOSCRIPT` or `ERR`, and what it said besides.
///
/// A server may quote keys and values, so only ``words`` may be shown.
struct RedisRefusal: Hashable, Sendable {
    /// The first word.
    let code: String
    /// What stands behind it; may quote a key.
    let details: String

    /// - Parameter line: the error's text, without the minus sign.
    init(_ line: String) {
        let end = line.firstIndex(of: " ") ?? line.endIndex
        code = String(line[..<end])
        details = String(line[end...].dropFirst())
    }

    /// The code and, of a plain `ERR`, as much as cannot be a quotation.
    var words: String {
        let word = code.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) } ? code : "an error"
        guard word == "ERR" else { return "the server answered \(word)" }
        let said = details.prefix { !"'\"`:(<".contains($0) }
        return "the server answered ERR \(said)".trimmed
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
