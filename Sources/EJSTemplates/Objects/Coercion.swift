extension Value {
    /// Whether a condition takes the value for true.
    ///
    /// Source: ECMA-262, 7.1.2 `ToBoolean`.
    var isTrue: Bool {
        switch self {
        case .undefined, .null: false
        case .bool(let value): value
        case .number(let value): value != 0 && !value.isNaN
        case .string(let text): !text.isEmpty
        case .dataArray, .dataObject, .array, .object, .function, .date, .regExp: true
        }
    }

    /// Whether the value is undefined or null.
    var isAbsent: Bool {
        switch self {
        case .undefined, .null: true
        case .bool, .number, .string, .dataArray, .dataObject, .array, .object, .function, .date, .regExp: false
        }
    }

    var isUndefined: Bool {
        if case .undefined = self { true } else { false }
    }

    /// Whether the value is an object of JavaScript.
    var isObject: Bool {
        switch self {
        case .undefined, .null, .bool, .number, .string: false
        case .dataArray, .dataObject, .array, .object, .function, .date, .regExp: true
        }
    }

    /// The word that `typeof` answers.
    ///
    /// Source: ECMA-262, 13.5.3.
    var typeName: String {
        switch self {
        case .undefined: "undefined"
        case .null, .dataArray, .dataObject, .array, .object, .date, .regExp: "object"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .function: "function"
        }
    }

    /// The value as a number.
    ///
    /// Source: ECMA-262, 7.1.4 `ToNumber`.
    func number(in settings: Settings) throws(Fault) -> Double {
        switch self {
        case .undefined, .dataObject, .object, .function, .regExp: .nan
        case .null: 0
        case .bool(let value): value ? 1 : 0
        case .number(let value): value
        case .string(let text): Self.number(of: text)
        case .dataArray, .array: Self.number(of: try text(in: settings))
        case .date(let date): date.time
        }
    }

    /// The value as a whole number for operations on bits.
    ///
    /// Source: ECMA-262, 7.1.6 `ToInt32`.
    func bits(in settings: Settings) throws(Fault) -> Int32 {
        let number = try number(in: settings)
        guard number.isFinite else { return 0 }
        let remainder = number.rounded(.towardZero).truncatingRemainder(dividingBy: 0x1p32)
        return Int32(truncatingIfNeeded: Int64(remainder))
    }

    /// A text as a number.
    ///
    /// Source: ECMA-262, 7.1.4.1 `StringToNumber`.
    static func number(of text: String) -> Double {
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
    func text(in settings: Settings) throws(Fault) -> String {
        switch self {
        case .undefined: return "undefined"
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .number(let value): return value.templateText
        case .string(let text): return text
        case .dataArray, .dataObject, .array, .object, .function, .date, .regExp:
            var bytes: [UInt8] = []
            try bytes.append(self, isEscaped: false, in: settings)
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Objects as their texts, everything else as it is.
    ///
    /// Source: ECMA-262, 7.1.1 `ToPrimitive`.
    ///
    /// A date counts as a number where one is wanted, which is everywhere but in `+` and `==`.
    func primitive(in settings: Settings, wantsNumber: Bool = false) throws(Fault) -> Value {
        switch self {
        case .undefined, .null, .bool, .number, .string: self
        case .date(let date) where wantsNumber: .number(date.time)
        case .dataArray, .dataObject, .array, .object, .function, .date, .regExp: .string(try text(in: settings))
        }
    }
}
