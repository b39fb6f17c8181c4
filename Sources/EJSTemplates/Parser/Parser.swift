/// Reads the tokens of a view as statements.
///
/// Text and output tags are statements between others, as in EJS: what cannot stand between two JavaScript
/// statements (a half expression, an `else` apart from its `}`) cannot be split over tags either.
struct Parser {
    let source: SourceFile
    let nesting: Int
    private let tokens: [Token]
    private var position = 0
    private var depth = 0

    private init(source: SourceFile, nesting: Int) throws(Fault) {
        self.source = source
        self.nesting = nesting
        tokens = Lexer.tokens(of: try TagScanner.pieces(of: source), in: source)
    }

    /// The statements of a whole view.
    ///
    /// O(n).
    static func statements(of source: SourceFile, nesting: Int) throws(Fault) -> [Statement] {
        var parser = try Parser(source: source, nesting: nesting)
        let statements = try parser.statements()
        guard case .end = parser.next.kind else { throw parser.unexpected() }
        return statements
    }
}

// MARK: - Tokens

extension Parser {
    /// The token that is read next; the last token stays for ever.
    var next: Token { tokens[position] }

    func peek(_ distance: Int) -> Token { tokens[min(position + distance, tokens.count - 1)] }

    mutating func advance() { position = min(position + 1, tokens.count - 1) }

    func isAt(_ sign: Sign) -> Bool { next.kind == .sign(sign) }

    func isAt(_ word: Keyword) -> Bool { next.kind == .keyword(word) }

    mutating func takes(_ sign: Sign) -> Bool {
        guard isAt(sign) else { return false }
        advance()
        return true
    }

    mutating func takes(_ word: Keyword) -> Bool {
        guard isAt(word) else { return false }
        advance()
        return true
    }

    mutating func expect(_ sign: Sign, hint: String? = nil) throws(Fault) {
        guard takes(sign) else { throw unexpected("\"\(sign.rawValue)\"", hint: hint) }
    }

    /// A name, which may also be a word that is kept only in some places.
    mutating func expectName(_ expected: String = "a name") throws(Fault) -> Name {
        guard let text = name(of: next) else { throw unexpected(expected) }
        let name = Name(text: text, offset: next.range.lowerBound)
        advance()
        return name
    }

    func name(of token: Token) -> String? {
        switch token.kind {
        case .name(let text): text
        case .keyword(let word) where word.isAlsoName: word.rawValue
        case _: nil
        }
    }

    /// Reads something that may stand in itself, within the bound.
    mutating func nested<Part>(
        _ read: (inout Parser) throws(Fault) -> Part
    ) throws(Fault) -> Part {
        depth += 1
        guard depth <= nesting else {
            throw error("this stands deeper than \(nesting) levels", hint: "move the inner part to a partial")
        }
        let part = try read(&self)
        depth -= 1
        return part
    }
}

// MARK: - Errors

extension Parser {
    func error(_ message: String, hint: String? = nil) -> Fault {
        .here(message, hint: hint, offset: next.range.lowerBound)
    }

    /// The error of meeting the present token.
    func unexpected(_ expected: String? = nil, hint: String? = nil) -> Fault {
        if case .invalid(let message, let hint) = next.kind { return error(message, hint: hint) }
        let words = "unexpected " + met + (expected.map { ", expected " + $0 } ?? "")
        return error(words, hint: hint ?? hintForMet)
    }

    private var met: String {
        switch next.kind {
        case .text: "text"
        case .outputStart(let isEscaped): isEscaped ? "\"<%=\"" : "\"<%-\""
        case .tagEnd, .outputEnd: "\"%>\""
        case .end: "end of the file"
        case .directive: "\"include\""
        case .invalid(let message, _): message
        case .name, .keyword, .sign, .number, .string, .regExp, .templateStart, .templateChunk, .holeStart, .holeEnd,
            .templateEnd:
            "\"\(String(decoding: source.bytes[next.range].prefix(40), as: UTF8.self))\""
        }
    }

    private var hintForMet: String? {
        switch next.kind {
        case .keyword(let word): Refusals.hint(for: word)
        case .sign(let sign): Refusals.hint(for: sign)
        case .text, .tagEnd, .outputStart, .outputEnd, .directive, .name, .number, .string, .regExp, .templateStart,
            .templateChunk,
            .holeStart, .holeEnd, .templateEnd, .invalid, .end:
            nil
        }
    }
}
