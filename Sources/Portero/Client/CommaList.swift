/// Texts between commas, as header fields and settings have them.
enum CommaList {
    /// All parts in order, without blanks around them; some may be empty.
    static func parts(of text: String) -> [Substring] {
        text.split(separator: ",", omittingEmptySubsequences: false).map(\.withoutBlanks)
    }

    /// The parts of a field's lines, from the last one on, without those that are empty.
    ///
    /// Reads no further than it is asked for.
    ///
    /// Source: RFC 9110 section 5.6.1.
    static func partsFromTheEnd(of lines: [String]) -> some Sequence<Substring> {
        lines.reversed().lazy.flatMap { PartsFromTheEnd(rest: $0[...]) }.filter { !$0.isEmpty }
    }
}

private struct PartsFromTheEnd: Sequence, IteratorProtocol {
    var rest: Substring?

    mutating func next() -> Substring? {
        guard let text = rest else { return nil }
        guard let comma = text.utf8.lastIndex(of: UInt8(ascii: ",")) else {
            rest = nil
            return text.withoutBlanks
        }
        rest = text[..<comma]
        return text[text.utf8.index(after: comma)...].withoutBlanks
    }
}

extension Substring {
    /// Without blanks and tabs around it.
    var withoutBlanks: Substring {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let start = utf8.drop(while: isBlank)
        return start.lastIndex { !isBlank($0) }.map { Substring(start[...$0]) } ?? ""
    }
}

/// A list of a configuration that has a part which is none.
public struct MalformedList: Error, Hashable, CustomStringConvertible {
    /// The part.
    public let met: String
    /// What it should have been.
    public let expected: String

    /// What was met, and what was expected.
    public var description: String { "a list has \"\(met)\", expected \(expected)" }
}
