/// Writes a value as JSON.
///
/// Source: ECMA-262, 25.5.2.2 `SerializeJSONProperty`.
struct JSONWriter {
    let gap: [UInt8]
    let replacer: Replacer
    private(set) var bytes: [UInt8] = []
    private var depth = 0

    private static let deepest = 200

    /// What decides which values are written.
    enum Replacer {
        case none
        case keys([String])
        case function(FunctionObject)

        init(_ value: Value, _ renderer: inout Renderer) throws(Fault) {
            if case .function = value {
                self = .function(try renderer.callback(value))
            } else if let elements = Elements(value) {
                var keys: [String] = []
                for element in elements {
                    let key = try renderer.text(of: element)
                    if !keys.contains(key) { keys.append(key) }
                }
                self = .keys(keys)
            } else {
                self = .none
            }
        }
    }

    init(gap: [UInt8], replacer: Replacer) {
        self.gap = gap
        self.replacer = replacer
    }

    /// Writes a value that stands under a key in another.
    ///
    /// - Returns: `false` for what JSON has no text for: undefined and functions.
    mutating func write(
        _ value: Value, key: String, in holder: Value, _ renderer: inout Renderer
    ) throws(Fault) -> Bool {
        try renderer.spend(1)
        switch try replaced(value, key, holder, &renderer) {
        case .undefined, .function: return false
        case .null: bytes.append("null")
        case .bool(let value): bytes.append(value ? "true" : "false")
        case .number(let number): bytes.append(number.isFinite ? number.templateText : "null")
        case .string(let text): quote(text)
        case let list where Elements(list) != nil: try write(list: list, &renderer)
        case let object: try write(object: object, &renderer)
        }
        try renderer.settings.checkText(bytes.count)
        return true
    }

    private func replaced(
        _ value: Value, _ key: String, _ holder: Value, _ renderer: inout Renderer
    ) throws(Fault) -> Value {
        var value = value
        if case .date(let date) = value {
            value = date.time.isNaN ? .null : .string(DateText.iso(date.time))
        }
        guard case .function(let callback) = replacer else { return value }
        return try renderer.call(callback, Arguments(.string(key), value))
    }

    private mutating func write(list: Value, _ renderer: inout Renderer) throws(Fault) {
        let elements = try renderer.list(list)
        guard !elements.isEmpty else { return bytes.append("[]") }
        try enter("[")
        for (index, element) in elements.enumerated() {
            separate(isFirst: index == 0)
            guard try !write(element, key: String(index), in: list, &renderer) else { continue }
            bytes.append("null")
        }
        leave("]")
    }

    private mutating func write(object: Value, _ renderer: inout Renderer) throws(Fault) {
        let start = bytes.count
        try enter("{")
        var isEmpty = true
        for (key, value) in members(of: object) {
            let before = bytes.count
            separate(isFirst: isEmpty)
            quote(key)
            bytes.append(gap.isEmpty ? ":" : ": ")
            if try write(value, key: key, in: object, &renderer) {
                isEmpty = false
            } else {
                bytes.removeLast(bytes.count - before)
            }
        }
        guard !isEmpty else {
            depth -= 1
            bytes.removeLast(bytes.count - start)
            return bytes.append("{}")
        }
        leave("}")
    }

    private func members(of object: Value) -> [(key: String, value: Value)] {
        let members = Members(object)?.ordered ?? []
        guard case .keys(let keys) = replacer else { return members }
        return keys.compactMap { key in members.first { $0.key.isExactly(key) } }
    }

    private mutating func enter(_ bracket: String) throws(Fault) {
        depth += 1
        guard depth <= Self.deepest else {
            throw .here("values stand deeper than \(Self.deepest) levels in each other, or in themselves")
        }
        bytes.append(bracket)
    }

    private mutating func leave(_ bracket: String) {
        depth -= 1
        breakLine()
        bytes.append(bracket)
    }

    private mutating func separate(isFirst: Bool) {
        if !isFirst { bytes.append(",") }
        breakLine()
    }

    private mutating func breakLine() {
        guard !gap.isEmpty else { return }
        bytes.append("\n")
        for _ in 0..<depth { bytes += gap }
    }

    /// Source: ECMA-262, 25.5.2.3 `QuoteJSONString`.
    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes.append("\\\"")
            case UInt8(ascii: "\\"): bytes.append("\\\\")
            case 0x08: bytes.append("\\b")
            case 0x09: bytes.append("\\t")
            case 0x0A: bytes.append("\\n")
            case 0x0C: bytes.append("\\f")
            case 0x0D: bytes.append("\\r")
            case ..<0x20:
                bytes.append(byte < 0x10 ? "\\u000" : "\\u001")
                bytes.append(Self.digit(byte & 15))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
