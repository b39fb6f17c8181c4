/// A text by its UTF-16 code units, which is how JavaScript counts.
///
/// Counting and cutting cost O(1) and O(result) for ASCII texts.
struct CodeUnits {
    let text: String
    private let isASCII: Bool
    let count: Int

    init(_ text: String) {
        self.text = text
        count = text.utf16.count
        isASCII = count == text.utf8.count
    }

    subscript(position: Int) -> UInt16 {
        text.utf16[text.utf16.index(text.startIndex, offsetBy: position)]
    }

    /// The text between two positions; half of a surrogate pair reads as U+FFFD.
    func slice(_ range: Range<Int>) -> String {
        if range == 0..<count { return text }
        let start = text.utf16.index(text.startIndex, offsetBy: range.lowerBound)
        let end = text.utf16.index(start, offsetBy: range.count)
        if isASCII { return String(text[start..<end]) }
        return String(text.utf16[start..<end]) ?? String(decoding: text.utf16[start..<end], as: UTF16.self)
    }

    /// The position of a text from another position on.
    ///
    /// O(n + m), whatever the texts are.
    func firstPosition(of part: String, from start: Int = 0) -> Int? {
        guard start + part.utf16.count <= count else { return nil }
        let from = text.utf16.index(text.startIndex, offsetBy: start)
        // Bytes find what code units find, unless the search begins inside of a character.
        guard let first = from.samePosition(in: text.utf8) else { return firstPosition(of: part, from: start + 1) }
        guard let found = TextSearch(part.utf8).first(in: text.utf8[first...]) else { return nil }
        return isASCII ? found.utf16Offset(in: text) : text.utf16.distance(from: text.startIndex, to: found)
    }

    /// The last position of a text at which it begins no later than another position.
    ///
    /// O(n + m): it looks for the text backwards.
    func lastPosition(of part: String, upTo last: Int) -> Int? {
        let end = min(count, last + part.utf16.count)
        let backwards = Array(text.utf16.prefix(end).reversed())
        let found = TextSearch(part.utf16.reversed()).first(in: backwards)
        return found.map { end - $0 - part.utf16.count }
    }

    /// Whether a text stands at a position.
    func has(_ part: String, at position: Int) -> Bool {
        let length = part.utf16.count
        return position + length <= count && slice(position..<(position + length)).isExactly(part)
    }
}

/// Looks for one text in others, by their bytes or code units.
///
/// Source: Knuth, Morris and Pratt, "Fast pattern matching in strings", 1977.
struct TextSearch<Unit: Equatable> {
    private let part: [Unit]
    /// For each prefix of the part, the length of its longest end that is also its start.
    private let borders: [Int]

    init(_ part: some Sequence<Unit>) {
        self.part = Array(part)
        var borders = [Int](repeating: 0, count: self.part.count)
        var length = 0
        for position in self.part.indices.dropFirst() {
            while length > 0, self.part[position] != self.part[length] { length = borders[length - 1] }
            if self.part[position] == self.part[length] { length += 1 }
            borders[position] = length
        }
        self.borders = borders
    }

    /// Where the part begins for the first time.
    func first<Units: BidirectionalCollection<Unit>>(in units: Units) -> Units.Index? {
        guard !part.isEmpty else { return units.startIndex }
        var matched = 0
        var position = units.startIndex
        while position < units.endIndex {
            let unit = units[position]
            units.formIndex(after: &position)
            while matched > 0, part[matched] != unit { matched = borders[matched - 1] }
            if part[matched] == unit { matched += 1 }
            if matched == part.count { return units.index(position, offsetBy: -part.count) }
        }
        return nil
    }
}
