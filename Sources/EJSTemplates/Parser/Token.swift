/// One word or sign of a view, in the order in which the view is read.
struct Token {
    enum Kind: Equatable {
        /// A run of text to print, by its range in the source.
        case text(Range<Int>)
        /// The `%>` of a statement tag; it ends a statement as `;` does.
        case tagEnd
        /// The start of `<%= … %>` or `<%- … %>`.
        case outputStart(isEscaped: Bool)
        /// The end of `<%= … %>` or `<%- … %>`.
        case outputEnd
        /// A whole tag with EJS 2's `include path`.
        case directive(String)
        case name(String)
        case keyword(Keyword)
        case sign(Sign)
        case number(Double)
        case string(String)
        /// A regular expression and its flags.
        case regExp(String, String)
        /// The first backtick of a template literal; chunks and holes follow in turn.
        case templateStart
        case templateChunk(String)
        case holeStart
        case holeEnd
        case templateEnd
        /// Something that is no token; reading stops here.
        case invalid(message: String, hint: String?)
        case end
    }

    var kind: Kind
    var range: Range<Int>
    var followsLineBreak: Bool

    /// Whether a value can end with this token, so that a `/` after it divides.
    var endsOperand: Bool {
        switch kind {
        case .name, .number, .string, .regExp, .templateEnd: true
        case .keyword(let word): word.isValue
        case .sign(let sign): sign == .closeParen || sign == .closeBracket || sign == .closeBrace
        case .text, .tagEnd, .outputStart, .outputEnd, .directive, .templateStart, .templateChunk, .holeStart, .holeEnd,
            .invalid, .end:
            false
        }
    }
}

/// The words that JavaScript keeps for itself.
enum Keyword: String {
    case `if`, `else`, `for`, of, const, `let`, `var`, function, `return`, typeof, `true`, `false`, null
    case `break`, `continue`, `in`, instanceof
    case new, this, delete, void, `switch`, `case`, `default`, `while`, `do`, `try`, `catch`, finally, `throw`
    case `class`, extends, `super`, export, `import`, yield, debugger, with, async, await, `enum`

    /// Whether the word is a value by itself.
    var isValue: Bool {
        switch self {
        case .true, .false, .null, .this, .super: true
        case .if, .else, .for, .of, .const, .let, .var, .function, .return, .typeof, .break, .continue, .in,
            .instanceof, .new, .delete, .void, .switch, .case, .default, .while, .do, .try, .catch, .finally, .throw,
            .class, .extends, .export, .import, .yield, .debugger, .with, .async, .await, .enum:
            false
        }
    }

    /// Whether the word is also an ordinary name, as `of` is outside of a loop's head.
    var isAlsoName: Bool { self == .of || self == .async }
}

/// The signs of JavaScript.
enum Sign: String, CaseIterable {
    case openBrace = "{", closeBrace = "}", openParen = "(", closeParen = ")", openBracket = "[", closeBracket = "]"
    case dot = ".", optionalDot = "?.", spread = "...", semicolon = ";", comma = ",", colon = ":", question = "?"
    case arrow = "=>", less = "<", greater = ">", lessOrEqual = "<=", greaterOrEqual = ">="
    case equal = "==", unequal = "!=", identical = "===", unidentical = "!=="
    case plus = "+", minus = "-", star = "*", slash = "/", percent = "%", power = "**"
    case increment = "++", decrement = "--", and = "&&", or = "||", coalesce = "??", not = "!"
    case bitAnd = "&", bitOr = "|", bitXor = "^", bitNot = "~", shiftLeft = "<<", shiftRight = ">>"
    case shiftRightUnsigned = ">>>"
    case assign = "=", plusAssign = "+=", minusAssign = "-=", starAssign = "*=", slashAssign = "/="
    case percentAssign = "%=", powerAssign = "**=", andAssign = "&&=", orAssign = "||=", coalesceAssign = "??="
    case bitAndAssign = "&=", bitOrAssign = "|=", bitXorAssign = "^=", shiftLeftAssign = "<<="
    case shiftRightAssign = ">>=", shiftRightUnsignedAssign = ">>>="

    private static let byBytes = Dictionary(uniqueKeysWithValues: allCases.map { (packed($0.rawValue.utf8), $0) })

    /// The longest sign that starts with these bytes, and its length.
    static func longest(at bytes: ArraySlice<UInt8>) -> (sign: Sign, length: Int)? {
        for length in stride(from: min(4, bytes.count), to: 0, by: -1) {
            if let sign = byBytes[packed(bytes.prefix(length))] { return (sign, length) }
        }
        return nil
    }

    private static func packed(_ bytes: some Sequence<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }
}
