/// Methods of texts whose first argument is a regular expression.
///
/// Source: ECMA-262, 22.2.6.
enum PatternMethods {
    static let all: [String: Builtin] = [
        "replace": replace, "replaceAll": replace, "split": split, "match": match, "matchAll": matchAll,
        "search": search,
    ]

    /// A regular expression and the text that it is tried on.
    private struct Search {
        let pattern: RegExp
        let units: [UInt16]

        init(_ renderer: Renderer, _ this: Value, _ arguments: Arguments) throws(Fault) {
            guard case .regExp(let object) = arguments[0] else { throw .here("a regular expression was expected") }
            pattern = object.pattern
            units = Array(try renderer.text(of: this).utf16)
        }

        /// All matches with the flag `g`, else the first one.
        func matches(_ renderer: inout Renderer, all: Bool) throws(Fault) -> [RegExpMatch] {
            var matcher = RegExpMatcher(pattern, units)
            var found: [RegExpMatch] = []
            var position = 0
            try renderer.spend(matcher.cost(from: 0))
            while position <= units.count, let places = matcher.match(from: position) {
                try renderer.spend(1 + (places[1] - position) / 16)
                found.append(RegExpMatch(places, units))
                guard all else { break }
                position = places[1] == places[0] ? places[1] + 1 : places[1]
            }
            return found
        }

        func text(_ range: Range<Int>) -> String { String(decoding: units[range], as: UTF16.self) }
    }

    @Sendable
    private static func replace(
        _ renderer: inout Renderer, _ this: Value, _ arguments: Arguments
    ) throws(Fault) -> Value {
        let search = try Search(renderer, this, arguments)
        var result = ""
        var position = 0
        for match in try search.matches(&renderer, all: search.pattern.flags.isGlobal) {
            result += search.text(position..<match.start)
            if case .function(let function) = arguments[1] {
                let given = match.values + [Value(match.start), .string(search.text(0..<search.units.count))]
                result += try renderer.text(of: renderer.call(function, Arguments(given)))
            } else {
                result += match.expand(try renderer.text(of: arguments[1]))
            }
            try renderer.settings.checkText(result.utf8.count)
            position = match.end
        }
        return try renderer.string(result + search.text(position..<search.units.count))
    }

    @Sendable
    private static func split(
        _ renderer: inout Renderer, _ this: Value, _ arguments: Arguments
    ) throws(Fault) -> Value {
        let search = try Search(renderer, this, arguments)
        let most = arguments[1].isUndefined ? Int.max : Int(min(try renderer.integer(of: arguments[1]), 0x1p32))
        var parts: [Value] = []
        var position = 0
        for match in try search.matches(&renderer, all: true) {
            if search.units.isEmpty { return try renderer.array([]) }
            guard match.end > position, match.start < search.units.count else { continue }
            guard match.end > match.start || match.start > position else { continue }
            parts.append(.string(search.text(position..<match.start)))
            parts += match.values.dropFirst()
            position = match.end
        }
        parts.append(.string(search.text(position..<search.units.count)))
        return try renderer.array(Array(parts.prefix(max(0, most))))
    }

    @Sendable
    private static func match(
        _ renderer: inout Renderer, _ this: Value, _ arguments: Arguments
    ) throws(Fault) -> Value {
        let search = try Search(renderer, this, arguments)
        let isGlobal = search.pattern.flags.isGlobal
        let matches = try search.matches(&renderer, all: isGlobal)
        guard let first = matches.first else { return .null }
        return try renderer.array(isGlobal ? matches.map { .string($0.part(0) ?? "") } : first.values)
    }

    @Sendable
    private static func matchAll(
        _ renderer: inout Renderer, _ this: Value, _ arguments: Arguments
    ) throws(Fault) -> Value {
        var lists: [Value] = []
        for match in try Search(renderer, this, arguments).matches(&renderer, all: true) {
            lists.append(try renderer.array(match.values))
        }
        return try renderer.array(lists)
    }

    @Sendable
    private static func search(
        _ renderer: inout Renderer, _ this: Value, _ arguments: Arguments
    ) throws(Fault) -> Value {
        Value(try Search(renderer, this, arguments).matches(&renderer, all: false).first?.start ?? -1)
    }
}
