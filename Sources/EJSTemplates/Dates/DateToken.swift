/// A part of a date's text.
enum DateToken: Equatable {
    case number(Int, length: Int)
    case month(Int)
    /// The hours that `am` and `pm` add to those before noon.
    case halfDay(Int)
    /// Hours ahead of UTC.
    case zone(Int, isZ: Bool)
    /// The `T` between date and time.
    case separator
    case word
    case symbol(UInt8)
    case blank
    /// What parentheses enclose, which says nothing.
    case comment

    /// Cuts a text into tokens.
    ///
    /// Source: V8, `DateStringTokenizer`.
    static func tokens(of text: String) -> [DateToken] {
        var tokens: [DateToken] = []
        var rest = Array(text.utf8)[...]
        while let first = rest.first {
            switch first {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                tokens.append(number(rest.removePrefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }))
            case UInt8(ascii: "A")...:
                tokens.append(word(rest.removePrefix { $0 >= UInt8(ascii: "A") }))
            case 0x09...0x0D, 0x20:
                rest.removeFirst()
                tokens.append(.blank)
            case UInt8(ascii: "("):
                removeComment(&rest)
                tokens.append(.comment)
            default:
                rest.removeFirst()
                tokens.append(.symbol(first))
            }
        }
        return tokens
    }

    private static let mostDigits = 9

    private static func number(_ digits: ArraySlice<UInt8>) -> DateToken {
        let significant = digits.drop { $0 == UInt8(ascii: "0") }.prefix(mostDigits)
        return .number(significant.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }, length: digits.count)
    }

    private static func word(_ letters: ArraySlice<UInt8>) -> DateToken {
        let word = String(decoding: letters, as: UTF8.self).lowercased()
        if letters.count >= 3, let month = DateText.months.firstIndex(where: { word.hasPrefix($0.lowercased()) }) {
            return .month(month + 1)
        }
        switch word {
        case "am": return .halfDay(0)
        case "pm": return .halfDay(12)
        case "t": return .separator
        case "z": return .zone(0, isZ: true)
        case "ut", "utc", "gmt": return .zone(0, isZ: false)
        case "edt": return .zone(-4, isZ: false)
        case "est", "cdt": return .zone(-5, isZ: false)
        case "cst", "mdt": return .zone(-6, isZ: false)
        case "mst", "pdt": return .zone(-7, isZ: false)
        case "pst": return .zone(-8, isZ: false)
        case _: return .word
        }
    }

    private static func removeComment(_ rest: inout ArraySlice<UInt8>) {
        var depth = 0
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            if depth == 0 { return }
        }
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func removePrefix(while belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let found = prefix(while: belongs)
        removeFirst(found.count)
        return found
    }
}
