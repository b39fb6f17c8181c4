/// Methods of regular expressions, and `new RegExp`.
///
/// Source: ECMA-262, 22.2.
enum RegExpMethods {
    static let all: [String: Builtin] = [
        "test": { renderer, this, arguments throws(Fault) in
            .bool(try renderer.execute(this, on: arguments[0]) != nil)
        },
        "exec": { renderer, this, arguments throws(Fault) in
            guard let (match, text) = try renderer.execute(this, on: arguments[0]) else { return .null }
            return try renderer.array(RegExpMatch(match, text).values)
        },
        "toString": { renderer, this, _ throws(Fault) in .string(try renderer.text(of: this)) },
    ]

    static let constructors: [String: Builtin] = [
        "RegExp": { renderer, _, arguments throws(Fault) in
            let flags = arguments[1].isAbsent ? "" : try renderer.text(of: arguments[1])
            let source: String
            if case .regExp(let object) = arguments[0] {
                source = object.pattern.source
            } else {
                source = try renderer.text(of: arguments[0])
            }
            do throws(RegExpParser.Refusal) {
                return .regExp(renderer.keep(RegExpObject(try RegExp(source, flags: flags))))
            } catch {
                throw .here(error.message)
            }
        }
    ]
}

extension Renderer {
    /// The next match of a regular expression in a text; one with the flag `g` goes on where it last stopped.
    fileprivate mutating func execute(_ this: Value, on value: Value) throws(Fault) -> (match: [Int], text: [UInt16])? {
        guard case .regExp(let object) = this else { throw .here("the receiver is no regular expression") }
        let units = Array(try text(of: value).utf16)
        let isStateful = object.pattern.flags.isGlobal || object.pattern.flags.isSticky
        let start = isStateful ? object.lastIndex : 0
        guard start <= units.count else {
            object.lastIndex = 0
            return nil
        }
        var matcher = RegExpMatcher(object.pattern, units)
        try spend(matcher.cost(from: start))
        let match = matcher.match(from: start)
        if isStateful { object.lastIndex = match?[1] ?? 0 }
        return match.map { ($0, units) }
    }
}

/// One match in a text.
struct RegExpMatch {
    private let places: [Int]
    private let text: [UInt16]

    init(_ places: [Int], _ text: [UInt16]) {
        self.places = places
        self.text = text
    }

    var start: Int { places[0] }
    var end: Int { places[1] }
    var groups: Int { places.count / 2 - 1 }

    /// The text of the whole match or of a group; `nil` for a group that took no part.
    func part(_ number: Int) -> String? {
        guard number <= groups, places[number * 2] >= 0 else { return nil }
        return String(decoding: text[places[number * 2]..<places[number * 2 + 1]], as: UTF16.self)
    }

    /// The whole match and the groups.
    var values: [Value] { (0...groups).map { number in part(number).map { .string($0) } ?? .undefined } }

    /// What `$1`, `$&` and their like in a replacement stand for.
    ///
    /// Source: ECMA-262, 22.1.3.19.1 `GetSubstitution`.
    func expand(_ replacement: String) -> String {
        var result: [UInt16] = []
        let units = Array(replacement.utf16)
        var position = 0
        while position < units.count {
            let (expanded, length) = expansion(of: units[position...])
            result += expanded
            position += length
        }
        return String(decoding: result, as: UTF16.self)
    }

    private func expansion(of units: ArraySlice<UInt16>) -> (units: [UInt16], length: Int) {
        guard let first = units.first, first == 0x24, let next = units.dropFirst().first else {
            return (Array(units.prefix(1)), 1)
        }
        switch next {
        case 0x24: return ([0x24], 2)
        case 0x26: return (Array(text[start..<end]), 2)
        case 0x60: return (Array(text[..<start]), 2)
        case 0x27: return (Array(text[end...]), 2)
        case 0x30...0x39:
            let digits = units.dropFirst().prefix(2).prefix { 0x30...0x39 ~= $0 }.map { Int($0) - 0x30 }
            for count in [2, 1] where digits.count >= count {
                let number = digits.prefix(count).reduce(0) { $0 * 10 + $1 }
                if 1...max(1, groups) ~= number, groups > 0 { return (Array((part(number) ?? "").utf16), count + 1) }
            }
            return ([0x24], 1)
        case _: return ([0x24], 1)
        }
    }
}
