/// The parts of a field's value between separators, without blanks around them; empty ones are left out.
///
/// Source: RFC 9110 section 5.6.1.
struct FieldParts: Sequence, IteratorProtocol {
    private var rest: Substring.UTF8View
    private let separator: UInt8

    init(_ text: Substring.UTF8View, separatedBy separator: Unicode.Scalar) {
        rest = text
        self.separator = UInt8(ascii: separator)
    }

    mutating func next() -> Substring.UTF8View? {
        while !rest.isEmpty {
            let part = rest.prefix { $0 != separator }
            rest = rest[part.endIndex...].dropFirst()
            let trimmed = part.trimmed
            if !trimmed.isEmpty { return trimmed }
        }
        return nil
    }
}

extension Substring.UTF8View {
    /// Without the blanks at both ends.
    var trimmed: Substring.UTF8View {
        var text = drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    /// Whether it is this word, which is in lower case, in any case.
    func isWord(_ word: StaticString) -> Bool {
        lazy.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
            .elementsEqual("\(word)".utf8)
    }
}

/// A space or a tab: what may stand around a part (RFC 9110 section 5.6.3).
func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}

/// An ASCII digit.
func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
