/// Turns the pieces of a view into one stream of tokens.
struct Lexer {
    let source: SourceFile
    var position = 0
    /// Where the present tag's code ends.
    var limit = 0
    private var tokens: [Token] = []
    private var followsLineBreak = false
    private var openBraces = 0
    /// For each template literal whose hole is being read: how many braces were open at its start.
    private var holes: [Int] = []

    private init(source: SourceFile) { self.source = source }

    /// Reads all tokens of a view.
    ///
    /// The last one is `end`, or `invalid` where reading stopped. O(n).
    static func tokens(of pieces: [Piece], in source: SourceFile) -> [Token] {
        var lexer = Lexer(source: source)
        for piece in pieces where !lexer.hasStopped { lexer.read(piece) }
        if !lexer.hasStopped { lexer.add(.end, source.bytes.count..<source.bytes.count) }
        return lexer.tokens
    }

    private var hasStopped: Bool {
        if case .invalid = tokens.last?.kind { return true }
        return false
    }

    private mutating func read(_ piece: Piece) {
        let end = piece.range.upperBound
        switch piece.kind {
        case .text:
            add(.text(piece.range), piece.range)
        case .statements where readDirective(piece.range), .raw where readDirective(piece.range): break
        case .statements:
            readCode(piece.range)
            if !hasStopped { add(.tagEnd, end..<end + 2) }
        case .escaped, .raw:
            add(.outputStart(isEscaped: piece.kind == .escaped), piece.range.lowerBound..<piece.range.lowerBound)
            readCode(piece.range)
            if !hasStopped { add(.outputEnd, end..<end + 2) }
        }
    }

    /// Reads EJS 2's `include partials/head`, which takes a whole tag.
    ///
    /// Source: EJS 2.7.4, measured.
    private mutating func readDirective(_ range: Range<Int>) -> Bool {
        let words = source.bytes[range].split { $0 == 0x20 || 0x09...0x0D ~= $0 }
        guard let first = words.first, first.elementsEqual("include".utf8), words.count > 1,
            let start = words[1].first, !Self.afterInclude.contains(start)
        else { return false }
        var path = words[1]
        if path.last == UInt8(ascii: ";") { path.removeLast() }
        add(.directive(String(decoding: path, as: UTF8.self)), path.startIndex..<path.endIndex)
        return true
    }

    /// What begins a call, an operator or a comment after the word `include`, and no path.
    private static let afterInclude = Array("(=;:,?+-*&|[`'\"".utf8)

    private mutating func readCode(_ range: Range<Int>) {
        (position, limit) = (range.lowerBound, range.upperBound)
        holes = []
        openBraces = 0
        while !hasStopped {
            skipBlanksAndComments()
            guard position < limit, !hasStopped else { break }
            readToken()
        }
        if !hasStopped, !holes.isEmpty { stop(at: limit, "a template literal is not closed before \"%>\"") }
    }

    private mutating func readToken() {
        let start = position
        let byte = source.bytes[position]
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): readString(quote: byte)
        case UInt8(ascii: "`"):
            position += 1
            add(.templateStart, start..<position)
            readTemplateChunk()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
        case UInt8(ascii: ".") where peek(1)?.isDigit == true: readNumber()
        default:
            if let word = readWord() { add(word, start..<position) } else { readSign() }
        }
    }

    private mutating func readSign() {
        let start = position
        guard let (sign, length) = Sign.longest(at: source.bytes[position..<limit]) else {
            let (scalar, _) = scalar(at: position)
            return stop(at: start, "unexpected \"\(scalar)\"")
        }
        if isRegularExpression(sign) { return readRegularExpression() }
        position += sign == .optionalDot && peek(2)?.isDigit == true ? 1 : length
        switch sign {
        case .closeBrace where holes.last == openBraces: return closeHole(at: start)
        case .openBrace: openBraces += 1
        case .closeBrace: openBraces -= 1
        case .optionalDot where position == start + 1: return add(.sign(.question), start..<position)
        case _: break
        }
        add(.sign(sign), start..<position)
    }

    private func isRegularExpression(_ sign: Sign) -> Bool {
        (sign == .slash || sign == .slashAssign) && tokens.last?.endsOperand != true
    }

    private mutating func closeHole(at start: Int) {
        holes.removeLast()
        add(.holeEnd, start..<position)
        readTemplateChunk()
    }

    /// Reads the text of a template literal up to its next hole or its end.
    private mutating func readTemplateChunk() {
        let start = position
        guard let (text, isEnd) = readTemplateText() else { return }
        add(.templateChunk(text), start..<position)
        position += isEnd ? 1 : 2
        add(isEnd ? .templateEnd : .holeStart, position - (isEnd ? 1 : 2)..<position)
        if !isEnd { holes.append(openBraces) }
    }
}

extension Lexer {
    /// The byte some places after the present one, inside the tag.
    func peek(_ distance: Int = 0) -> UInt8? {
        position + distance < limit ? source.bytes[position + distance] : nil
    }

    mutating func add(_ kind: Token.Kind, _ range: Range<Int>) {
        tokens.append(Token(kind: kind, range: range, followsLineBreak: followsLineBreak))
        followsLineBreak = false
    }

    /// Ends the stream of tokens with an error.
    mutating func stop(at offset: Int, _ message: String, hint: String? = nil) {
        add(.invalid(message: message, hint: hint), offset..<offset)
    }

    private mutating func skipBlanksAndComments() {
        while position < limit {
            if source.bytes[position...].starts(with: "//".utf8) {
                skipLine()
            } else if source.bytes[position...].starts(with: "/*".utf8) {
                guard skipBlockComment() else { return }
            } else if !skipBlank() {
                return
            }
        }
    }

    private mutating func skipLine() {
        while position < limit, !scalar(at: position).scalar.isLineBreak { position += 1 }
    }

    private mutating func skipBlockComment() -> Bool {
        let start = position
        position += 2
        while position + 1 < limit {
            if source.bytes[position...].starts(with: "*/".utf8) {
                position += 2
                return true
            }
            if scalar(at: position).scalar.isLineBreak { followsLineBreak = true }
            position += 1
        }
        stop(at: start, "a comment is not closed before \"%>\"")
        return false
    }

    private mutating func skipBlank() -> Bool {
        let (scalar, length) = scalar(at: position)
        guard scalar.isLineBreak || scalar.isJavaScriptBlank else { return false }
        if scalar.isLineBreak { followsLineBreak = true }
        position += length
        return true
    }

    private mutating func readWord() -> Token.Kind? {
        let start = position
        while position < limit {
            let (scalar, length) = scalar(at: position)
            guard position == start ? scalar.startsName : scalar.continuesName else { break }
            position += length
        }
        guard position > start else { return nil }
        let word = String(decoding: source.bytes[start..<position], as: UTF8.self)
        return Keyword(rawValue: word).map { .keyword($0) } ?? .name(word)
    }

    /// The scalar at an offset and its length in bytes; a byte inside a scalar reads as itself.
    func scalar(at offset: Int) -> (scalar: Unicode.Scalar, length: Int) {
        let byte = source.bytes[offset]
        guard byte >= 0x80 else { return (Unicode.Scalar(byte), 1) }
        var rest = source.bytes[offset...].prefix(4).makeIterator()
        var decoder = UTF8()
        guard case .scalarValue(let scalar) = decoder.decode(&rest) else { return (Unicode.Scalar(byte), 1) }
        return (scalar, UTF8.width(scalar))
    }
}

extension UInt8 {
    var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
}

extension Unicode.Scalar {
    /// Source: ECMA-262, 12.3 "line terminators".
    var isLineBreak: Bool { self == "\n" || self == "\r" || self == "\u{2028}" || self == "\u{2029}" }

    /// Source: ECMA-262, 12.2 "white space".
    var isJavaScriptBlank: Bool {
        switch self {
        case " ", "\t", "\u{B}", "\u{C}", "\u{A0}", "\u{FEFF}": true
        case _: value >= 0x80 && properties.generalCategory == .spaceSeparator
        }
    }

    /// Source: ECMA-262, 12.7 "names and keywords".
    fileprivate var startsName: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "$", "_": true
        case _: value >= 0x80 && properties.isIDStart
        }
    }

    fileprivate var continuesName: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "$", "_", "\u{200C}", "\u{200D}": true
        case _: value >= 0x80 && properties.isIDContinue
        }
    }
}
