extension [UInt8] {
    /// Appends the bytes of a text.
    mutating func append(_ text: String) { append(contentsOf: text.utf8) }

    /// Appends a text with `&`, `<`, `>`, `"` and `'` written as HTML entities.
    ///
    /// It looks at bytes: characters would hide a quote that a combining mark follows.
    mutating func appendEscaped(_ text: String) {
        guard #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) else {
            for byte in text.utf8 { appendEscaped(byte) }
            return
        }
        let bytes = text.utf8.span
        var extra = 0
        for position in bytes.indices { extra += Entity.extraLength(of: bytes[position]) }
        guard extra > 0 else { return append(contentsOf: text.utf8) }
        append(addingCapacity: bytes.count + extra) { output in
            for position in bytes.indices {
                guard let entity = Entity(bytes[position]) else {
                    output.append(bytes[position])
                    continue
                }
                for byte in entity.rawValue.utf8 { output.append(byte) }
            }
        }
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        if let entity = Entity(byte) { append(entity.rawValue) } else { append(byte) }
    }
}

/// The five entities.
///
/// Source: EJS 3.1.10, measured: nothing else is escaped.
private enum Entity: String {
    case ampersand = "&amp;"
    case less = "&lt;"
    case greater = "&gt;"
    case doubleQuote = "&#34;"
    case singleQuote = "&#39;"

    @inline(__always)
    init?(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "&"): self = .ampersand
        case UInt8(ascii: "<"): self = .less
        case UInt8(ascii: ">"): self = .greater
        case UInt8(ascii: "\""): self = .doubleQuote
        case UInt8(ascii: "'"): self = .singleQuote
        default: return nil
        }
    }

    @inline(__always)
    static func extraLength(of byte: UInt8) -> Int {
        // All five lie between the double quote and the greater sign: most bytes need one comparison.
        guard byte &- UInt8(ascii: "\"") <= UInt8(ascii: ">") - UInt8(ascii: "\"") else { return 0 }
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"): return 3
        case UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"): return 4
        default: return 0
        }
    }
}

extension [UInt8] {
    /// How deep lists may stand in each other when they are printed.
    private static let deepest = 200

    /// Appends what a value prints as: nothing for undefined and null, else its text.
    ///
    /// - Throws: When the bytes grow past the limit, or lists stand too deep in each other.
    mutating func append(
        _ value: Value, isEscaped: Bool, in settings: Settings, depth: Int = 0
    ) throws(Fault) {
        switch value {
        case .undefined, .null: break
        case .bool(let value): append(value ? "true" : "false")
        case .number(let value): append(value.templateText)
        case .string(let text) where isEscaped: appendEscaped(text)
        case .string(let text): append(text)
        case .dataObject, .object: append("[object Object]")
        case .function(let function): append("function \(function.name)() { }")
        case .date(let date): append(DateText.full(date.time, settings.region.zone))
        case .regExp(let object):
            if isEscaped { appendEscaped(object.text) } else { append(object.text) }
        case .dataArray, .array:
            guard depth < Self.deepest else { throw .here("lists stand deeper than \(Self.deepest) levels") }
            guard let elements = Elements(value) else { break }
            for (position, element) in elements.enumerated() {
                if position > 0 { append(UInt8(ascii: ",")) }
                try append(element, isEscaped: isEscaped, in: settings, depth: depth + 1)
            }
        }
        guard count <= settings.limits.outputBytes else {
            throw .here(
                "more than \(settings.limits.outputBytes) bytes of output", hint: "raise the limit outputBytes")
        }
    }
}
