extension TemplateValue {
    /// Whether a condition takes the value for true.
    ///
    /// Source: ECMA-262, 7.1.2 `ToBoolean`.
    var isTrue: Bool {
        switch self {
        case .undefined, .null: false
        case .bool(let value): value
        case .number(let value): value != 0 && !value.isNaN
        case .string(let text): !text.isEmpty
        case .array, .object: true
        }
    }

    /// Whether the value is undefined or null.
    var isAbsent: Bool {
        switch self {
        case .undefined, .null: true
        case .bool, .number, .string, .array, .object: false
        }
    }

    /// The word that `typeof` answers.
    ///
    /// Source: ECMA-262, 13.5.3.
    var typeName: String {
        switch self {
        case .undefined: "undefined"
        case .null, .array, .object: "object"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        }
    }

    /// The value as a number.
    ///
    /// Source: ECMA-262, 7.1.4 `ToNumber`.
    func number(within limit: Int) throws(Fault) -> Double {
        switch self {
        case .undefined, .object: .nan
        case .null: 0
        case .bool(let value): value ? 1 : 0
        case .number(let value): value
        case .string(let text): Self.number(of: text)
        case .array: Self.number(of: try text(within: limit))
        }
    }

    /// A text as a number.
    ///
    /// Source: ECMA-262, 7.1.4.1 `StringToNumber`.
    private static func number(of text: String) -> Double {
        let blanks: (Unicode.Scalar) -> Bool = { $0.isJavaScriptBlank || $0.isLineBreak }
        let scalars = text.unicodeScalars.drop(while: blanks)
        guard let last = scalars.lastIndex(where: { !blanks($0) }) else { return 0 }
        let trimmed = String(scalars[...last])
        if let value = NumberLiteral.radix(of: trimmed) { return value }
        let isNegative = trimmed.hasPrefix("-")
        let magnitude = isNegative || trimmed.hasPrefix("+") ? String(trimmed.dropFirst()) : trimmed
        let value: Double = magnitude == "Infinity" ? .infinity : NumberLiteral.decimal(magnitude) ?? .nan
        return isNegative ? -value : value
    }

    /// The value as a text.
    ///
    /// Source: ECMA-262, 7.1.17 `ToString`; arrays as `Array.prototype.join` does.
    func text(within limit: Int) throws(Fault) -> String {
        switch self {
        case .undefined: return "undefined"
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .number(let value): return value.templateText
        case .string(let text): return text
        case .object: return "[object Object]"
        case .array:
            var bytes: [UInt8] = []
            try bytes.append(self, isEscaped: false, within: limit)
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Objects and arrays as their texts, everything else as it is.
    ///
    /// Source: ECMA-262, 7.1.1 `ToPrimitive`.
    func primitive(within limit: Int) throws(Fault) -> TemplateValue {
        switch self {
        case .undefined, .null, .bool, .number, .string: self
        case .array, .object: .string(try text(within: limit))
        }
    }
}
