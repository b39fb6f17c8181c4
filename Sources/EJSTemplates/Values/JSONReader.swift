extension TemplateValue {
    /// Reads JSON text as a value.
    ///
    /// Of two equal keys the last one counts; an unpaired surrogate escape reads as U+FFFD.
    /// - Parameters:
    ///   - text: The JSON text.
    ///   - name: What errors call the text, for instance its file name.
    /// - Throws: `TemplateError` with line and column when the text is not JSON or nests deeper than 128 levels.
    public init(json text: String, named name: String = "JSON") throws(TemplateError) {
        try self.init(json: Array(text.utf8), named: name)
    }

    /// Reads the UTF-8 bytes of JSON text as a value.
    ///
    /// Of two equal keys the last one counts; an unpaired surrogate escape reads as U+FFFD.
    /// - Parameters:
    ///   - bytes: The JSON text; a byte order mark at its start is left out.
    ///   - name: What errors call the text, for instance its file name.
    /// - Throws: `TemplateError` with line and column when the bytes are not UTF-8, not JSON, or nest deeper than
    ///   128 levels.
    public init(json bytes: [UInt8], named name: String = "JSON") throws(TemplateError) {
        let bytes = UTF8Text.withoutMark(bytes)
        if let offset = UTF8Text.firstInvalidOffset(in: bytes) {
            throw TemplateError(file: name, message: "byte \(offset) is not UTF-8")
        }
        var reader = JSONReader(source: SourceFile(label: name, bytes: bytes))
        self = try reader.document()
    }
}

/// Reads one JSON document.
///
/// Source: RFC 8259.
private struct JSONReader {
    let source: SourceFile
    var position = 0
    var depth = 0

    static let deepest = 128

    init(source: SourceFile) { self.source = source }

    mutating func document() throws(TemplateError) -> TemplateValue {
        let value = try value()
        skipBlanks()
        guard position == source.bytes.count else { throw unexpected("the end") }
        return value
    }

    private mutating func value() throws(TemplateError) -> TemplateValue {
        skipBlanks()
        switch peek {
        case UInt8(ascii: "{"): return try nested { reader throws(TemplateError) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(TemplateError) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(TemplateError) -> TemplateValue
    ) throws(TemplateError) -> TemplateValue {
        depth += 1
        guard depth <= Self.deepest else {
            throw source.error(at: position, "values stand deeper than \(Self.deepest) levels in each other")
        }
        position += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func array() throws(TemplateError) -> TemplateValue {
        var elements: [TemplateValue] = []
        if takes("]") { return .array(elements) }
        repeat { elements.append(try value()) } while takes(",")
        guard takes("]") else { throw unexpected("\",\" or \"]\"") }
        return .array(elements)
    }

    private mutating func object() throws(TemplateError) -> TemplateValue {
        var object = TemplateObject()
        if takes("}") { return .object(object) }
        repeat {
            skipBlanks()
            guard peek == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
            let key = try string()
            guard takes(":") else { throw unexpected("\":\"") }
            object[key] = try value()
        } while takes(",")
        guard takes("}") else { throw unexpected("\",\" or \"}\"") }
        return .object(object)
    }

    private mutating func word(_ word: String, _ value: TemplateValue) throws(TemplateError) -> TemplateValue {
        guard source.bytes[position...].starts(with: word.utf8) else { throw unexpected("a value") }
        position += word.utf8.count
        return value
    }
}

extension JSONReader {
    private var peek: UInt8? { position < source.bytes.count ? source.bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func takes(_ mark: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard peek == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    private func unexpected(_ expected: String) -> TemplateError {
        guard position < source.bytes.count else {
            return source.error(at: position, "unexpected end of text, expected \(expected)")
        }
        let met = String(decoding: source.bytes[position...].prefix(4), as: UTF8.self).prefix(1)
        return source.error(at: position, "unexpected \"\(met)\", expected \(expected)")
    }

    private mutating func number() throws(TemplateError) -> Double {
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        if peek == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if peek == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if let byte = peek, byte | 0x20 == UInt8(ascii: "e") {
            position += 1
            if let sign = peek, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        return Double(String(decoding: source.bytes[start..<position], as: UTF8.self)) ?? .nan
    }

    private mutating func digits() throws(TemplateError) {
        let start = position
        while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
        guard position > start else { throw unexpected("a value") }
    }
}

extension JSONReader {
    private mutating func string() throws(TemplateError) -> String {
        position += 1
        if let plain = plainString() { return plain }
        var text: [UInt8] = []
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw source.error(at: position, "a control character inside a text") }
            if byte == UInt8(ascii: "\\") {
                text += try escape().utf8
            } else {
                text.append(byte)
                position += 1
            }
        }
        guard peek != nil else { throw source.error(at: position, "unexpected end of text, expected '\"'") }
        position += 1
        return String(decoding: text, as: UTF8.self)
    }

    /// The text up to its closing quote, straight from the bytes; `nil` when it has escapes or other trouble.
    private mutating func plainString() -> String? {
        var end = position
        while end < source.bytes.count {
            switch source.bytes[end] {
            case UInt8(ascii: "\""):
                let text = String(decoding: source.bytes[position..<end], as: UTF8.self)
                position = end + 1
                return text
            case UInt8(ascii: "\\"), 0..<0x20: return nil
            case _: end += 1
            }
        }
        return nil
    }

    private mutating func escape() throws(TemplateError) -> String {
        let start = position
        position += 2
        switch start + 1 < source.bytes.count ? source.bytes[start + 1] : 0 {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return String(decoding: try codeUnits(), as: UTF16.self)
        default: throw source.error(at: start, "an unknown escape")
        }
    }

    /// The unit after `\u`, and the next escape as well where both are a surrogate pair.
    private mutating func codeUnits() throws(TemplateError) -> [UInt16] {
        let first = try codeUnit()
        let before = position
        guard UTF16.isLeadSurrogate(first), source.bytes[position...].starts(with: "\\u".utf8) else { return [first] }
        position += 2
        let second = try codeUnit()
        guard UTF16.isTrailSurrogate(second) else {
            position = before
            return [first]
        }
        return [first, second]
    }

    private mutating func codeUnit() throws(TemplateError) -> UInt16 {
        let digits = source.bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw source.error(at: position, "an escape without its four hexadecimal digits") }
        position += 4
        return unit
    }
}
