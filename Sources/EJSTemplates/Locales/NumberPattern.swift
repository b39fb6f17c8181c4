/// What a number is the count of.
enum NumberStyle: Hashable, Sendable {
    case decimal, percent
    /// Money, by its ISO 4217 code.
    case currency(String)
}

/// How a language writes numbers.
struct NumberPattern: Sendable {
    /// What stands before and after a number that is not negative, and one that is.
    let affixes: (prefix: String, suffix: String)
    let negativeAffixes: (prefix: String, suffix: String)
    /// What stands between groups of digits.
    let separator: String
    /// How many digits the last group has, and the others.
    let groups: (last: Int, others: Int)
    /// Whether numbers of four digits stay in one group.
    let keepsFourTogether: Bool
    /// What stands before the fraction.
    var point = "."
    /// The digits from 0 to 9.
    let digits: [Character]
}

extension NumberPattern {
    /// Learns from samples without a fraction, all digits of which are 1.
    init(one: String, minusOne: String, thousand: String, many: String) {
        let unit = one.first { $0.isWholeNumber } ?? "1"
        affixes = Self.affixes(of: one, unit)
        negativeAffixes = Self.affixes(of: minusOne, unit)
        let parts = many.split(separator: unit, omittingEmptySubsequences: false)
        separator = parts.dropFirst().dropLast().first { !$0.isEmpty }.map { String($0) } ?? ""
        let sizes = Self.groupSizes(of: many, unit)
        groups = (sizes.last ?? 3, sizes.dropLast().last ?? 3)
        keepsFourTogether = thousand.contains(String(repeating: unit, count: 4))
        let zero = unit.unicodeScalars.first.map { $0.value - 1 } ?? 48
        digits = (0..<10).map { Unicode.Scalar(zero + $0).map { Character($0) } ?? "0" }
    }

    private static func affixes(of sample: String, _ unit: Character) -> (String, String) {
        guard let place = sample.firstIndex(of: unit) else { return ("", "") }
        return (String(sample[..<place]), String(sample[sample.index(after: place)...]))
    }

    /// The lengths of the runs of digits.
    private static func groupSizes(of sample: String, _ unit: Character) -> [Int] {
        sample.split { $0 != unit }.map(\.count)
    }

    /// What stands between the first two digits.
    static func point(in text: String) -> String? {
        guard let start = text.firstIndex(where: { $0.isWholeNumber }),
            let end = text[text.index(after: start)...].firstIndex(where: { $0.isWholeNumber })
        else { return nil }
        return String(text[text.index(after: start)..<end])
    }
}
