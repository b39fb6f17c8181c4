/// A part of a view that is worth a value.
struct Expression {
    indirect enum Kind {
        case constant(TemplateValue)
        case name(String)
        /// The bare name `locals`.
        case locals
        case member(Expression, String, isOptional: Bool)
        case element(Expression, Expression, isOptional: Bool)
        case call(Expression, [Expression])
        case include(path: Expression, data: Expression?)
        case function(Function)
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        case logical(LogicalOperator, Expression, Expression)
        case conditional(Expression, then: Expression, otherwise: Expression)
        /// A template literal: the parts' texts, one after the other.
        case template([Expression])
        case array([Expression])
        case object([(key: String, value: Expression)])
        /// `target = value`, or with an operator `target += value`.
        case assign(Expression, BinaryOperator?, Expression)
        /// An expression in parentheses; they end a `?.` chain and keep `??` apart from `||`.
        case group(Expression)
    }

    var kind: Kind
    /// Where an error about this expression points: at its name, its sign or its first byte.
    var offset: Int
    /// How deep expressions stand in this one, so that nobody who walks the tree runs out of stack.
    var height: Int
}

/// `x => …`, `(x, i) => …` or `function (x, i) { … }`.
struct Function {
    enum Body {
        case expression(Expression)
        case statements([Statement])
    }

    var parameters: [Name]
    var body: Body
}

/// A name where it is declared.
struct Name {
    var text: String
    var offset: Int
}

enum UnaryOperator: String {
    case not = "!", negate = "-", number = "+", typeof
}

enum BinaryOperator: String {
    case add = "+", subtract = "-", multiply = "*", divide = "/", remainder = "%"
    case less = "<", greater = ">", lessOrEqual = "<=", greaterOrEqual = ">="
    case equal = "==", unequal = "!=", identical = "===", unidentical = "!=="
}

enum LogicalOperator: String {
    case and = "&&", or = "||", coalesce = "??"
}

/// A part of a view that does something.
indirect enum Statement {
    /// Text to print.
    case text([UInt8])
    case output(Expression, isEscaped: Bool)
    /// A value that is worked out and dropped.
    case expression(Expression)
    case declare(DeclarationKind, [Declaration])
    case branch([(condition: Expression, body: [Statement])], otherwise: [Statement]?)
    /// `for (const x of list)`.
    case forOf(Loop, list: Expression)
    /// `for (let i = 0; i < n; i++)`; a missing condition is true.
    case forCount(start: Statement?, condition: Expression?, step: [Expression], body: [Statement])
    case exit(Exit, offset: Int)
    case block([Statement])

    struct Loop {
        var kind: DeclarationKind
        var name: Name
        var body: [Statement]
    }

    struct Declaration {
        var name: Name
        var value: Expression?
    }

    enum Exit: String {
        case `break`, `continue`, `return`
    }
}

enum DeclarationKind: String {
    case const, `let`, `var`
}
