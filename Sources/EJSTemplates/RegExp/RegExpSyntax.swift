/// What a regular expression says, as a tree.
indirect enum PatternNode: Sendable {
    case empty
    /// One UTF-16 code unit out of a set.
    case unit(UnitSet)
    case sequence([PatternNode])
    case either([PatternNode])
    /// A group whose match is kept under a number.
    case group(PatternNode, Int)
    case `repeat`(PatternNode, from: Int, to: Int?, isGreedy: Bool)
    case assertion(Assertion)

    enum Assertion: Sendable {
        case start, end, boundary, noBoundary
    }
}

/// A set of UTF-16 code units, as ranges.
struct UnitSet: Sendable {
    var ranges: [ClosedRange<UInt16>] = []
    var isInverted = false

    func contains(_ unit: UInt16) -> Bool { ranges.contains { $0.contains(unit) } != isInverted }

    mutating func add(_ first: Unicode.Scalar, _ last: Unicode.Scalar) {
        ranges.append(UInt16(truncatingIfNeeded: first.value)...UInt16(truncatingIfNeeded: last.value))
    }

    /// The set without its inversion.
    var plain: [ClosedRange<UInt16>] {
        guard isInverted else { return ranges }
        var next: UInt32 = 0
        var gaps: [ClosedRange<UInt16>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if UInt32(range.lowerBound) > next { gaps.append(UInt16(next)...(range.lowerBound - 1)) }
            next = max(next, UInt32(range.upperBound) + 1)
        }
        if next <= 0xFFFF { gaps.append(UInt16(next)...0xFFFF) }
        return gaps
    }
}

extension UnitSet {
    static func one(_ unit: UInt16) -> UnitSet { UnitSet(ranges: [unit...unit]) }

    static let digits = UnitSet(ranges: [0x30...0x39])
    static let word = UnitSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// Source: ECMA-262, 22.2.2.9: white space and line terminators.
    static let blanks = UnitSet(ranges: [
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])
    static let lineBreaks = UnitSet(ranges: [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029])
    static let all = UnitSet(ranges: [0...0xFFFF])

    /// The letters of `\d`, `\W` and their like; `nil` for any other letter.
    static func escaped(_ letter: UInt16) -> UnitSet? {
        switch UInt8(exactly: letter) {
        case UInt8(ascii: "d"): digits
        case UInt8(ascii: "D"): UnitSet(ranges: digits.ranges, isInverted: true)
        case UInt8(ascii: "w"): word
        case UInt8(ascii: "W"): UnitSet(ranges: word.ranges, isInverted: true)
        case UInt8(ascii: "s"): blanks
        case UInt8(ascii: "S"): UnitSet(ranges: blanks.ranges, isInverted: true)
        case _: nil
        }
    }
}
