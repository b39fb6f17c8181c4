/// Reads the text of a regular expression.
///
/// Source: ECMA-262, 22.2.1, without what no linear matcher can do: back references and looking around.
struct RegExpParser {
    private let units: [UInt16]
    private let flags: RegExpFlags
    private var position = 0
    private var depth = 0
    private(set) var groups = 0

    private static let deepest = 50
    private static let mostRepeats = 1000

    /// What a regular expression has that is not in templates.
    struct Refusal: Error {
        var message: String
    }

    init(_ text: String, _ flags: RegExpFlags) {
        units = Array(text.utf16)
        self.flags = flags
    }

    mutating func parse() throws(Refusal) -> PatternNode {
        let node = try alternatives()
        guard position == units.count else { throw Refusal(message: "unmatched \")\" in a regular expression") }
        return node
    }

    private var next: UInt16? { position < units.count ? units[position] : nil }

    private func isAt(_ scalar: Unicode.Scalar) -> Bool { next.map(UInt32.init) == scalar.value }

    private mutating func takes(_ scalar: Unicode.Scalar) -> Bool {
        guard isAt(scalar) else { return false }
        position += 1
        return true
    }

    private mutating func alternatives() throws(Refusal) -> PatternNode {
        var list = [try sequence()]
        while takes("|") { list.append(try sequence()) }
        return list.count == 1 ? list[0] : .either(list)
    }

    private mutating func sequence() throws(Refusal) -> PatternNode {
        var parts: [PatternNode] = []
        while position < units.count, !isAt("|"), !isAt(")") {
            let part = try atom()
            parts.append(try repeated(part))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func atom() throws(Refusal) -> PatternNode {
        let unit = units[position]
        position += 1
        switch Unicode.Scalar(UInt32(unit)) {
        case "^": return .assertion(.start)
        case "$": return .assertion(.end)
        case ".": return .unit(flags.dotAll ? .all : UnitSet(ranges: UnitSet.lineBreaks.ranges, isInverted: true))
        case "(": return try group()
        case "[": return .unit(folded(try unitClass()))
        case "\\": return try escape()
        case "*", "+", "?": throw Refusal(message: "nothing to repeat in a regular expression")
        case _: return .unit(folded(.one(unit)))
        }
    }

    private mutating func group() throws(Refusal) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw Refusal(message: "a regular expression with too many groups") }
        var number: Int?
        if takes("?") {
            guard takes(":") else {
                throw Refusal(message: "a regular expression that looks around or names its groups")
            }
        } else {
            groups += 1
            number = groups
        }
        let inner = try alternatives()
        guard takes(")") else { throw Refusal(message: "a group that is not closed in a regular expression") }
        return number.map { .group(inner, $0) } ?? inner
    }
}

// MARK: - Repeats

extension RegExpParser {
    private mutating func repeated(_ part: PatternNode) throws(Refusal) -> PatternNode {
        var bounds: (from: Int, to: Int?)
        switch next.flatMap({ Unicode.Scalar(UInt32($0)) }) {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{":
            guard let written = braces() else { return part }
            bounds = written
            position -= 1
        case _: return part
        }
        position += 1
        if case .assertion = part { throw Refusal(message: "nothing to repeat in a regular expression") }
        guard max(bounds.from, bounds.to ?? 0) <= Self.mostRepeats, bounds.from <= bounds.to ?? .max else {
            throw Refusal(message: "a regular expression with too many repeats")
        }
        return .repeat(part, from: bounds.from, to: bounds.to, isGreedy: !takes("?"))
    }

    /// Reads `{2}`, `{2,}`, `{2,3}`; anything else is plain text.
    private mutating func braces() -> (from: Int, to: Int?)? {
        let start = position
        position += 1
        if let from = number() {
            if takes("}") { return (from, from) }
            if takes(",") {
                if takes("}") { return (from, nil) }
                if let to = number(), takes("}") { return (from, to) }
            }
        }
        position = start
        return nil
    }

    private mutating func number() -> Int? {
        let start = position
        while let unit = next, UnitSet.digits.contains(unit) { position += 1 }
        return Int(String(decoding: units[start..<position], as: UTF16.self))
    }
}

// MARK: - Characters

extension RegExpParser {
    private mutating func escape() throws(Refusal) -> PatternNode {
        guard let letter = next else { throw Refusal(message: "a lone backslash in a regular expression") }
        if letter == 0x62 || letter == 0x42 {
            position += 1
            return .assertion(letter == 0x62 ? .boundary : .noBoundary)
        }
        if let set = UnitSet.escaped(letter) {
            position += 1
            return .unit(set)
        }
        guard !(0x31...0x39).contains(letter), letter != 0x6B else {
            throw Refusal(message: "a regular expression that refers back to a group")
        }
        return .unit(folded(.one(try character())))
    }

    /// Reads what a backslash stands before.
    private mutating func character() throws(Refusal) -> UInt16 {
        guard let letter = next else { throw Refusal(message: "a lone backslash in a regular expression") }
        position += 1
        switch Unicode.Scalar(UInt32(letter)) {
        case "n": return 0x0A
        case "r": return 0x0D
        case "t": return 0x09
        case "v": return 0x0B
        case "f": return 0x0C
        case "0": return 0
        case "x": return hexadecimal(2) ?? letter
        case "u": return hexadecimal(4) ?? letter
        case "p", "P", "c": throw Refusal(message: "an escape in a regular expression that is not in templates")
        case _: return letter
        }
    }

    private mutating func hexadecimal(_ count: Int) -> UInt16? {
        guard position + count <= units.count else { return nil }
        let digits = String(decoding: units[position..<position + count], as: UTF16.self)
        guard digits.allSatisfy(\.isHexDigit), let value = UInt16(digits, radix: 16) else { return nil }
        position += count
        return value
    }

    private mutating func unitClass() throws(Refusal) -> UnitSet {
        var set = UnitSet(isInverted: takes("^"))
        while !takes("]") {
            guard position < units.count else {
                throw Refusal(message: "a \"[\" that is not closed in a regular expression")
            }
            let first = try classMember()
            guard isAt("-"), position + 1 < units.count, units[position + 1] != 0x5D, let low = first.single else {
                set.ranges += first.plain
                continue
            }
            position += 1
            guard let high = try classMember().single, low <= high else {
                throw Refusal(message: "a range out of order in a regular expression")
            }
            set.ranges.append(low...high)
        }
        return set
    }

    private mutating func classMember() throws(Refusal) -> UnitSet {
        let unit = units[position]
        position += 1
        guard unit == 0x5C, let letter = next else { return .one(unit) }
        if let set = UnitSet.escaped(letter) {
            position += 1
            return set
        }
        if letter == 0x62 {
            position += 1
            return .one(0x08)
        }
        return .one(try character())
    }

    /// The set with both cases of its letters, where case does not count.
    private func folded(_ set: UnitSet) -> UnitSet {
        guard flags.ignoresCase else { return set }
        var result = set
        for range in set.ranges where range.count <= 512 {
            for unit in range { result.ranges += UnitSet.cases(of: unit).map { $0...$0 } }
        }
        return result
    }
}

extension UnitSet {
    /// The one unit of the set; `nil` when there are more.
    fileprivate var single: UInt16? {
        guard !isInverted, ranges.count == 1, ranges[0].count == 1 else { return nil }
        return ranges[0].lowerBound
    }

    /// The upper and lower case of a unit, where each is one unit.
    fileprivate static func cases(of unit: UInt16) -> [UInt16] {
        guard let scalar = Unicode.Scalar(unit) else { return [] }
        return [scalar.properties.uppercaseMapping, scalar.properties.lowercaseMapping].compactMap { text in
            let units = Array(text.utf16)
            return units.count == 1 ? units[0] : nil
        }
    }
}
