/// A part of a view that is worth a value.
struct Expression {
    indirect enum Kind {
        case constant(TemplateValue)
        /// A value that the compiler has put aside.
        case slot(Int)
        case regExp(RegExp)
        case name(String)
        /// The bare name `locals`.
        case locals
        case member(Expression, String, isOptional: Bool)
        case element(Expression, Expression, isOptional: Bool)
        case call(Expression, [Expression], isOptional: Bool)
        /// `process.env.NAME`.
        case environment(String)
        /// `new Date(…)`.
        case new(String, [Expression])
        case include(path: Expression, data: Expression?)
        /// An object of all names that are declared around the place.
        case visibleNames
        case function(Function)
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        case logical(LogicalOperator, Expression, Expression)
        case conditional(Expression, then: Expression, otherwise: Expression)
        /// A template literal: the parts' texts, one after the other.
        case template([Expression])
        case array([Expression])
        case object([Property])
        /// `...list` among the elements of a list or the arguments of a call.
        case spread(Expression)
        /// `target = value`, or with an operator `target += value`.
        case assign(Pattern, AssignmentOperator?, Expression)
        /// `i++`, `--i`.
        case update(Expression, by: Double, isPrefix: Bool)
        case delete(Expression)
        /// `a, b`: worth the last one.
        case sequence([Expression])
        /// An expression in parentheses; they end a `?.` chain and keep `??` apart from `||`.
        case group(Expression)
    }

    var kind: Kind
    /// Where an error about this expression points: at its name, its sign or its first byte.
    var offset: Int
    /// How deep expressions stand in this one, so that nobody who walks the tree runs out of stack.
    var height: Int
}

/// One entry of an object literal.
enum Property {
    case named(String, Expression)
    case computed(Expression, Expression)
    case spread(Expression)
}

/// `x => …`, `(x, i) => …` or `function (x, i) { … }`.
struct Function {
    enum Body {
        case expression(Expression)
        case statements([Statement])
    }

    var name: String
    /// Whether it is an expression with a name of its own, by which it can call itself.
    var namesItself = false
    var parameters: [Parameter]
    /// What takes all further arguments.
    var rest: Pattern?
    var body: Body

    struct Parameter {
        var pattern: Pattern
        var value: Expression?
    }
}

/// Where a value goes: to a name, to a member, or apart to several of them.
indirect enum Pattern {
    case name(Name)
    /// A member or an element; only in assignments.
    case target(Expression)
    case object([Entry], rest: Pattern?, offset: Int)
    case array([Element?], rest: Pattern?, offset: Int)

    struct Entry {
        var key: String
        var element: Element
    }

    struct Element {
        var pattern: Pattern
        /// What counts where there is nothing.
        var value: Expression?
    }

    /// The names that the pattern gives values to.
    var names: [Name] {
        switch self {
        case .name(let name): [name]
        case .target: []
        case .object(let entries, let rest, _): entries.flatMap(\.element.pattern.names) + (rest?.names ?? [])
        case .array(let elements, let rest, _): elements.flatMap { $0?.pattern.names ?? [] } + (rest?.names ?? [])
        }
    }

    var offset: Int {
        switch self {
        case .name(let name): name.offset
        case .target(let target): target.offset
        case .object(_, _, let offset), .array(_, _, let offset): offset
        }
    }
}

/// A name where it is declared.
struct Name {
    var text: String
    var offset: Int
}

enum UnaryOperator: String {
    case not = "!", negate = "-", number = "+", invert = "~", typeof, void
}

enum BinaryOperator: String {
    case add = "+", subtract = "-", multiply = "*", divide = "/", remainder = "%", power = "**"
    case less = "<", greater = ">", lessOrEqual = "<=", greaterOrEqual = ">="
    case equal = "==", unequal = "!=", identical = "===", unidentical = "!=="
    case and = "&", or = "|", xor = "^", shiftLeft = "<<", shiftRight = ">>", shiftRightUnsigned = ">>>"
    case `in`
}

enum LogicalOperator: String {
    case and = "&&", or = "||", coalesce = "??"
}

/// What stands before the `=` of an assignment.
enum AssignmentOperator {
    case binary(BinaryOperator)
    case logical(LogicalOperator)
}

/// A part of a view that does something.
indirect enum Statement {
    /// Text to print, by its range in the source.
    case text(Range<Int>)
    case output(Expression, isEscaped: Bool)
    /// A value that is worked out and dropped.
    case expression(Expression)
    case declare(DeclarationKind, [Declaration])
    /// `function name() { … }`.
    case function(Name, Function)
    case branch([(condition: Expression, body: [Statement])], otherwise: [Statement]?)
    case loop(Loop, list: Expression)
    /// `for (let i = 0; i < n; i++)`; a missing condition is true.
    case forCount(start: Statement?, condition: Expression?, step: Expression?, body: [Statement])
    /// `while` and, with the condition after the first round, `do … while`.
    case `while`(Expression, body: [Statement], isFirst: Bool)
    case `switch`(Expression, [Case])
    case exit(Exit, value: Expression?, offset: Int)
    case block([Statement])

    /// `for (const x of list)`, `for (k in object)`.
    struct Loop {
        enum Form { case of, `in` }

        var form: Form
        /// `nil` where the loop's head declares nothing.
        var kind: DeclarationKind?
        var pattern: Pattern
        var body: [Statement]
    }

    /// One `case value:` of a switch, or `default:` without a value, and what stands after it.
    struct Case {
        var value: Expression?
        var body: [Statement]
    }

    struct Declaration {
        var pattern: Pattern
        var value: Expression?
    }

    enum Exit: String {
        case `break`, `continue`, `return`
    }
}

enum DeclarationKind: String {
    case const, `let`, `var`
}
