/// A part of a view: text to print, or code between tags.
struct Piece: Equatable {
    enum Kind: Equatable {
        /// Printed as it is.
        case text
        /// `<% … %>`: statements.
        case statements
        /// `<%= … %>`: the value is printed with HTML escapes.
        case escaped
        /// `<%- … %>`: the value is printed as it is.
        case raw
    }

    var kind: Kind
    /// Where the content stands in the source; for a tag, the code between the marks.
    var range: Range<Int>
}

/// Cuts a view into text and tags, knowing nothing of JavaScript: a `%>` inside a string ends its tag.
///
/// Source: EJS 3.1.10, measured: `Template.parseTemplateText`, `generateSource` and `scanLine`.
struct TagScanner {
    private let source: SourceFile
    private var position = 0
    private var pieces: [Piece] = []
    /// After `<%%` or `%%>` a closing mark is printed instead of dropped.
    private var isLiteral = false
    /// After `-%>` and `_%>` one line break is left out.
    private var dropsLineBreak = false

    private init(source: SourceFile) { self.source = source }

    /// Cuts a whole view into its pieces.
    ///
    /// O(n).
    static func pieces(of source: SourceFile) throws(Fault) -> [Piece] {
        var scanner = TagScanner(source: source)
        while scanner.position < source.bytes.count { try scanner.scanTextAndMark() }
        return scanner.pieces
    }

    private mutating func scanTextAndMark() throws(Fault) {
        let (start, mark) = Mark.first(in: source.bytes, from: position)
        addText(position..<start, before: mark)
        guard let mark else {
            position = start
            return
        }
        position = start + mark.length
        switch mark {
        case .literalOpen: addLiteral(start..<start + 2)
        case .literalClose: addLiteral(start + 1..<start + 3)
        case .close, .closeTrimming, .closeSlurping: endTag(mark, at: start)
        case .open, .openSlurping: try scanTag(.statements, mark, at: start)
        case .openEscaped: try scanTag(.escaped, mark, at: start)
        case .openRaw: try scanTag(.raw, mark, at: start)
        case .openComment: try scanTag(nil, mark, at: start)
        }
    }

    /// Reads the content and the closing mark of a tag; a `nil` kind is a comment.
    private mutating func scanTag(_ kind: Piece.Kind?, _ opening: Mark, at start: Int) throws(Fault) {
        isLiteral = false
        let (end, closing) = Mark.first(in: source.bytes, from: position)
        guard let closing, closing.closes, end > position else { throw unclosed(opening, at: start, closing, end) }
        if let kind { pieces.append(Piece(kind: kind, range: position..<end)) }
        position = end + closing.length
        endTag(closing, at: end)
    }

    private func unclosed(_ opening: Mark, at start: Int, _ met: Mark?, _ end: Int) -> Fault {
        let message = "\"\(opening.rawValue)\" has no closing \"%>\""
        guard let met else { return Fault(at: start, message) }
        if met.closes { return Fault(at: start, "the tag is empty", hint: "write a blank inside: <% %>") }
        return Fault(
            at: end, "unexpected \"\(met.rawValue)\" inside a tag, expected \"%>\"",
            hint: "close the tag before the next one opens")
    }

    /// Takes note of a closing mark, which may also stand outside of every tag.
    private mutating func endTag(_ mark: Mark, at start: Int) {
        if isLiteral { addText(start..<start + mark.length, before: nil) }
        isLiteral = false
        dropsLineBreak = mark != .close
        guard mark == .closeSlurping else { return }
        while position < source.bytes.count, source.bytes[position].isBlank { position += 1 }
    }

    private mutating func addLiteral(_ range: Range<Int>) {
        isLiteral = true
        pieces.append(Piece(kind: .text, range: range))
    }

    private mutating func addText(_ range: Range<Int>, before mark: Mark?) {
        var (start, end) = (range.lowerBound, range.upperBound)
        if mark == .openSlurping { while end > start, source.bytes[end - 1].isBlank { end -= 1 } }
        guard start < end else { return }
        if dropsLineBreak { start += lineBreakLength(in: start..<end) }
        dropsLineBreak = false
        if start < end { pieces.append(Piece(kind: .text, range: start..<end)) }
    }

    private func lineBreakLength(in range: Range<Int>) -> Int {
        let text = source.bytes[range]
        if text.starts(with: "\r\n".utf8) { return 2 }
        return text.first == UInt8(ascii: "\r") || text.first == UInt8(ascii: "\n") ? 1 : 0
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
