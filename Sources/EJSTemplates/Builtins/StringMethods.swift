/// Methods of texts.
///
/// Source: ECMA-262, 22.1.3.
enum StringMethods {
    static let all = ObjectMethods.all.merging(reading) { $1 }.merging(StringShapes.all) { $1 }.merging(StringParts.all)
    { $1 }

    private static let reading: [String: Builtin] = [
        "at": method { renderer, text, arguments throws(Fault) in
            let units = CodeUnits(text)
            guard let index = try renderer.index(of: arguments[0], in: units.count) else { return .undefined }
            return .string(units.slice(index..<(index + 1)))
        },
        "charAt": method { renderer, text, arguments throws(Fault) in
            .string(try unit(&renderer, text, arguments[0]).map { CodeUnits(text).slice($0..<($0 + 1)) } ?? "")
        },
        "charCodeAt": method { renderer, text, arguments throws(Fault) in
            guard let index = try unit(&renderer, text, arguments[0]) else { return .number(.nan) }
            return .number(Double(CodeUnits(text)[index]))
        },
        "codePointAt": method { renderer, text, arguments throws(Fault) in
            guard let index = try unit(&renderer, text, arguments[0]) else { return .undefined }
            return .number(Double(codePoint(in: CodeUnits(text), at: index)))
        },
        "concat": method { renderer, text, arguments throws(Fault) in
            var joined = text
            for value in arguments.values {
                joined += try renderer.text(of: value)
                try renderer.settings.checkText(joined.utf8.count)
            }
            return try renderer.string(joined)
        },
        "includes": method { renderer, text, arguments throws(Fault) in
            .bool(try find(&renderer, text, arguments) != nil)
        },
        "indexOf": method { renderer, text, arguments throws(Fault) in
            Value(try find(&renderer, text, arguments) ?? -1)
        },
        "lastIndexOf": method(lastIndexOf),
        "startsWith": method { renderer, text, arguments throws(Fault) in
            let part = try renderer.text(of: arguments[0])
            let units = CodeUnits(text)
            return .bool(units.has(part, at: try renderer.clampedPosition(of: arguments[1], in: units.count)))
        },
        "endsWith": method { renderer, text, arguments throws(Fault) in
            let part = try renderer.text(of: arguments[0])
            let units = CodeUnits(text)
            let end = try renderer.clampedPosition(of: arguments[1], in: units.count, absent: units.count)
            let start = end - part.utf16.count
            return .bool(start >= 0 && units.has(part, at: start))
        },
        "slice": method { renderer, text, arguments throws(Fault) in
            let units = CodeUnits(text)
            let start = try renderer.position(of: arguments[0], in: units.count)
            let end = try renderer.position(of: arguments[1], in: units.count, absent: units.count)
            return try renderer.string(start < end ? units.slice(start..<end) : "")
        },
        "substring": method { renderer, text, arguments throws(Fault) in
            let units = CodeUnits(text)
            let start = try renderer.clampedPosition(of: arguments[0], in: units.count)
            let end = try renderer.clampedPosition(of: arguments[1], in: units.count, absent: units.count)
            return try renderer.string(units.slice(min(start, end)..<max(start, end)))
        },
        "substr": method { renderer, text, arguments throws(Fault) in
            let units = CodeUnits(text)
            let start = try renderer.position(of: arguments[0], in: units.count)
            let rest = units.count - start
            let length = try renderer.clampedPosition(of: arguments[1], in: rest, absent: rest)
            return try renderer.string(units.slice(start..<(start + length)))
        },
    ]

    /// A method that gets its receiver as a text.
    static func method(
        _ body: @escaping @Sendable (inout Renderer, String, Arguments) throws(Fault) -> Value
    ) -> Builtin {
        { renderer, this, arguments throws(Fault) in
            if case .string(let text) = this { return try body(&renderer, text, arguments) }
            return try body(&renderer, try renderer.text(of: this), arguments)
        }
    }

    private static func unit(_ renderer: inout Renderer, _ text: String, _ value: Value) throws(Fault) -> Int? {
        let position = try renderer.integer(of: value)
        return position >= 0 && position < Double(text.utf16.count) ? Int(position) : nil
    }

    private static func codePoint(in units: CodeUnits, at index: Int) -> UInt32 {
        let first = units[index]
        guard UTF16.isLeadSurrogate(first), index + 1 < units.count, UTF16.isTrailSurrogate(units[index + 1]) else {
            return UInt32(first)
        }
        return 0x10000 + (UInt32(first & 0x3FF) << 10) + UInt32(units[index + 1] & 0x3FF)
    }

    private static func find(
        _ renderer: inout Renderer, _ text: String, _ arguments: Arguments
    ) throws(Fault) -> Int? {
        let part = try renderer.text(of: arguments[0])
        let units = CodeUnits(text)
        let start = try renderer.clampedPosition(of: arguments[1], in: units.count)
        try renderer.spend(text.utf8.count / 64)
        return units.firstPosition(of: part, from: start)
    }

    private static func lastIndexOf(
        _ renderer: inout Renderer, _ text: String, _ arguments: Arguments
    ) throws(Fault) -> Value {
        let part = try renderer.text(of: arguments[0])
        let units = CodeUnits(text)
        let wanted = try renderer.number(of: arguments[1])
        let last = units.count - part.utf16.count
        guard last >= 0 else { return .number(-1) }
        try renderer.spend(text.utf8.count / 8)
        let limit = wanted.isNaN ? last : wanted.truncated.clamped(to: last)
        return Value(units.lastPosition(of: part, upTo: limit) ?? -1)
    }
}
