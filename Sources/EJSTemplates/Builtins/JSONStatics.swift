/// What stands under `JSON`.
///
/// Source: ECMA-262, 25.5.
enum JSONStatics {
    static let all: [String: Builtins.Static] = [
        "stringify": .function { renderer, _, arguments throws(Fault) in
            let gap = try gap(&renderer, arguments[2])
            let replacer = try JSONWriter.Replacer(arguments[1], &renderer)
            guard let text = try text(of: arguments[0], gap: gap, replacer, &renderer) else { return .undefined }
            return try renderer.string(text)
        },
        "parse": .function { renderer, _, arguments throws(Fault) in
            if case .function = arguments[1] {
                throw .here("JSON.parse with a function", hint: "change the values afterwards")
            }
            let text = try renderer.text(of: arguments[0])
            try renderer.spend(text.utf8.count / 8)
            return try renderer.own(try read(text))
        },
    ]

    /// The JSON of a value.
    ///
    /// - Returns: `nil` for what JSON has no text for: undefined and functions.
    static func text(
        of value: Value, gap: [UInt8] = [], _ replacer: JSONWriter.Replacer, _ renderer: inout Renderer
    ) throws(Fault) -> String? {
        var writer = JSONWriter(gap: gap, replacer: replacer)
        guard try writer.write(value, key: "", in: .undefined, &renderer) else { return nil }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func read(_ text: String) throws(Fault) -> TemplateValue {
        do throws(TemplateError) {
            return try TemplateValue(json: text)
        } catch {
            throw .here("this is no JSON: \(error.message) at column \(error.column)")
        }
    }

    /// What each level is indented by: so many blanks, or a text; ten at most.
    private static func gap(_ renderer: inout Renderer, _ value: Value) throws(Fault) -> [UInt8] {
        switch value {
        case .number: Array(repeating: UInt8(ascii: " "), count: try renderer.integer(of: value).clamped(to: 10))
        case .string(let text): Array(CodeUnits(text).slice(0..<min(10, text.utf16.count)).utf8)
        case .undefined, .null, .bool, .dataArray, .dataObject, .array, .object, .function, .date, .regExp: []
        }
    }
}

extension Renderer {
    /// The same value as lists and objects of the view's own.
    fileprivate mutating func own(_ value: TemplateValue) throws(Fault) -> Value {
        switch value {
        case .array(let elements):
            var own: [Value] = []
            for element in elements { own.append(try self.own(element)) }
            return try array(own)
        case .object(let object):
            var entries = OrderedEntries<Value>()
            for (key, value) in object { entries[key] = try own(value) }
            return try self.object(entries)
        case .undefined, .null, .bool, .number, .string, .date: return Value(value)
        }
    }
}

extension String {
    /// JSON as it may stand inside `<script>`: nothing in it ends the script or a line of JavaScript.
    var safeInScript: String {
        var safe = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar {
            case "<", ">", "&": safe += "\\u00\(String(scalar.value, radix: 16, uppercase: true))".unicodeScalars
            case "\u{2028}", "\u{2029}": safe += "\\u\(String(scalar.value, radix: 16))".unicodeScalars
            case _: safe.append(scalar)
            }
        }
        return String(safe)
    }
}
