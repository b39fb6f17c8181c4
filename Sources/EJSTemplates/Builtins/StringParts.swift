/// Methods that cut a text, or put other text in.
///
/// Source: ECMA-262, 22.1.3.
enum StringParts {
    static let all: [String: Builtin] = [
        "split": StringMethods.method(split),
        "replace": StringMethods.method { renderer, text, arguments throws(Fault) in
            try replace(&renderer, text, arguments, isAll: false)
        },
        "replaceAll": StringMethods.method { renderer, text, arguments throws(Fault) in
            try replace(&renderer, text, arguments, isAll: true)
        },
    ]

    private static func split(
        _ renderer: inout Renderer, _ text: String, _ arguments: Arguments
    ) throws(Fault) -> Value {
        var limit = Int(UInt32.max)
        if case .undefined = arguments[1] {} else { limit = Int(try renderer.number(of: arguments[1]).unsigned32) }
        guard limit > 0 else { return try renderer.array([]) }
        if case .undefined = arguments[0] { return try renderer.array([.string(text)]) }
        let separator = try renderer.text(of: arguments[0])
        try renderer.spend(text.utf8.count / 8)
        let parts = separator.isEmpty ? units(of: text, limit) : parts(of: text, by: separator, limit)
        return try renderer.array(parts.map { .string($0) })
    }

    private static func units(of text: String, _ limit: Int) -> [String] {
        text.utf16.prefix(limit).map { String(decoding: CollectionOfOne($0), as: UTF16.self) }
    }

    private static func parts(of text: String, by separator: String, _ limit: Int) -> [String] {
        let search = TextSearch(separator.utf8)
        let length = separator.utf8.count
        var parts: [String] = []
        var rest = text[...]
        while parts.count < limit {
            guard let found = search.first(in: rest.utf8) else {
                parts.append(String(rest))
                break
            }
            parts.append(String(rest[..<found]))
            rest = rest[rest.utf8.index(found, offsetBy: length)...]
        }
        return parts
    }

    private static func replace(
        _ renderer: inout Renderer, _ text: String, _ arguments: Arguments, isAll: Bool
    ) throws(Fault) -> Value {
        let part = try renderer.text(of: arguments[0])
        let replacement = try Replacement(arguments[1], &renderer)
        try renderer.spend(text.utf8.count / 8)
        let units = CodeUnits(text)
        var result = ""
        var end = 0
        for found in positions(of: part, in: units, isAll: isAll) {
            let match = Match(text: units, part: part, start: found)
            result += units.slice(end..<found)
            result += try replacement.text(for: match, &renderer)
            try renderer.settings.checkText(result.utf8.count)
            end = match.end
        }
        return try renderer.string(result + units.slice(end..<units.count))
    }

    /// Where a text begins; an empty one before every code unit and at the end.
    private static func positions(of part: String, in text: CodeUnits, isAll: Bool) -> [Int] {
        if part.isEmpty { return isAll ? Array(0...text.count) : [0] }
        var positions: [Int] = []
        var rest = text.text[...]
        var start = 0
        let search = TextSearch(part.utf8)
        while let found = search.first(in: rest.utf8) {
            start += rest.utf16.distance(from: rest.startIndex, to: found)
            positions.append(start)
            guard isAll else { break }
            start += part.utf16.count
            rest = rest[rest.utf8.index(found, offsetBy: part.utf8.count)...]
        }
        return positions
    }
}

/// A place where a text was found.
private struct Match {
    let text: CodeUnits
    let part: String
    let start: Int

    var end: Int { start + part.utf16.count }
}

/// What takes the place of a text that was found.
private enum Replacement {
    case function(FunctionObject)
    case plain(String)
    /// A text in which `$&` and its like stand.
    case pattern(String)

    init(_ value: Value, _ renderer: inout Renderer) throws(Fault) {
        if case .function = value {
            self = .function(try renderer.callback(value))
        } else {
            let text = try renderer.text(of: value)
            self = text.utf8.contains(UInt8(ascii: "$")) ? .pattern(text) : .plain(text)
        }
    }

    func text(for match: Match, _ renderer: inout Renderer) throws(Fault) -> String {
        switch self {
        case .plain(let text): return text
        case .pattern(let pattern): return Self.expand(pattern, match)
        case .function(let callback):
            let arguments = Arguments(.string(match.part), Value(match.start), .string(match.text.text))
            return try renderer.text(of: try renderer.call(callback, arguments))
        }
    }

    /// Source: ECMA-262, 22.1.3.19.1 `GetSubstitution`.
    private static func expand(_ pattern: String, _ match: Match) -> String {
        var result = ""
        var rest = pattern[...]
        while let dollar = rest.utf8.firstIndex(of: UInt8(ascii: "$")) {
            result += rest[..<dollar]
            let next = rest.utf8.index(after: dollar)
            let sign = next < rest.endIndex ? rest.utf8[next] : 0
            switch sign {
            case UInt8(ascii: "$"): result += "$"
            case UInt8(ascii: "&"): result += match.part
            case UInt8(ascii: "`"): result += match.text.slice(0..<match.start)
            case UInt8(ascii: "'"): result += match.text.slice(match.end..<match.text.count)
            default:
                result += "$"
                rest = rest[next...]
                continue
            }
            rest = rest[rest.utf8.index(after: next)...]
        }
        return result + rest
    }
}

extension Double {
    /// The number modulo 2³².
    ///
    /// Source: ECMA-262, 7.1.7 `ToUint32`.
    var unsigned32: UInt32 {
        guard isFinite else { return 0 }
        let rest = rounded(.towardZero).truncatingRemainder(dividingBy: 0x1p32)
        return UInt32(rest < 0 ? rest + 0x1p32 : rest)
    }
}
