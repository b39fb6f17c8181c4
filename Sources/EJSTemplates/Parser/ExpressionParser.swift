extension Parser {
    /// The tallest tree of expressions: so many operators may follow each other without parentheses.
    private static let tallest = 400

    /// Reads an expression with everything up to assignment.
    mutating func expression() throws(Fault) -> Expression {
        try nested { parser throws(Fault) in
            if parser.startsArrow { return try parser.functionExpression(isArrow: true) }
            let target = try parser.conditional()
            guard let assignment = parser.assignment else { return target }
            let offset = parser.next.range.lowerBound
            parser.advance()
            let value = try parser.expression()
            return try parser.make(.assign(target, assignment.operation, value), offset, target, value)
        }
    }

    private var assignment: (sign: Sign, operation: BinaryOperator?)? {
        guard case .sign(let sign) = next.kind else { return nil }
        switch sign {
        case .assign: return (sign, nil)
        case .plusAssign: return (sign, .add)
        case .minusAssign: return (sign, .subtract)
        case .starAssign: return (sign, .multiply)
        case .slashAssign: return (sign, .divide)
        case .percentAssign: return (sign, .remainder)
        case _: return nil
        }
    }

    private mutating func conditional() throws(Fault) -> Expression {
        let condition = try binary(above: 0)
        let offset = next.range.lowerBound
        guard takes(.question) else { return condition }
        let then = try expression()
        try expect(.colon)
        let otherwise = try expression()
        return try make(.conditional(condition, then: then, otherwise: otherwise), offset, condition, then, otherwise)
    }

    /// Reads operands and the operators between them that bind tighter than `strength`.
    private mutating func binary(above strength: Int) throws(Fault) -> Expression {
        var left = try unary()
        while let link = Link(next), link.strength > strength {
            let offset = next.range.lowerBound
            advance()
            let right = try binary(above: link.strength)
            switch link.kind {
            case .binary(let operation): left = try make(.binary(operation, left, right), offset, left, right)
            case .logical(let operation):
                try checkMix(operation, left, right, at: offset)
                left = try make(.logical(operation, left, right), offset, left, right)
            }
        }
        return left
    }

    /// `??` does not stand beside `||` and `&&` without parentheses.
    private func checkMix(
        _ operation: LogicalOperator, _ left: Expression, _ right: Expression, at offset: Int
    ) throws(Fault) {
        for side in [left, right] {
            guard case .logical(let other, _, _) = side.kind, (other == .coalesce) != (operation == .coalesce) else {
                continue
            }
            throw Fault(at: offset, "\"??\" beside \"||\" or \"&&\"", hint: "put one of them in parentheses")
        }
    }

    private mutating func unary() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        guard let operation = unaryOperator else { return try updated(postfix()) }
        advance()
        let operand = try nested { parser throws(Fault) in try parser.unary() }
        return try make(.unary(operation, operand), offset, operand)
    }

    private var unaryOperator: UnaryOperator? {
        switch next.kind {
        case .sign(.not): .not
        case .sign(.minus): .negate
        case .sign(.plus): .number
        case .keyword(.typeof): .typeof
        case _: nil
        }
    }

    /// Reads the `++` or `--` after a name, which is worth nothing here but its effect.
    private mutating func updated(_ target: Expression) throws(Fault) -> Expression {
        guard isAt(.increment) || isAt(.decrement), !next.followsLineBreak else { return target }
        return try update(target)
    }

    private mutating func update(_ target: Expression) throws(Fault) -> Expression {
        let operation: BinaryOperator = isAt(.increment) ? .add : .subtract
        let offset = next.range.lowerBound
        advance()
        return try step(target, operation, at: offset)
    }

    func step(
        _ target: Expression, _ operation: BinaryOperator, at offset: Int
    ) throws(Fault) -> Expression {
        // The unary plus makes a number of a text first: ++ counts, where += would append.
        let number = try make(.unary(.number, target), offset, target)
        let one = Expression(kind: .constant(.number(1)), offset: offset, height: 1)
        let sum = try make(.binary(operation, number, one), offset, number)
        return try make(.assign(target, nil, sum), offset, sum)
    }

    /// Makes an expression of others, unless the tree grows too tall.
    func make(_ kind: Expression.Kind, _ offset: Int, _ parts: Expression...) throws(Fault) -> Expression {
        try make(kind, offset, parts)
    }

    func make(
        _ kind: Expression.Kind, _ offset: Int, _ parts: [Expression]
    ) throws(Fault) -> Expression {
        let height = (parts.map(\.height).max() ?? 0) + 1
        guard height <= Self.tallest else {
            throw Fault(at: offset, "an expression of more than \(Self.tallest) levels", hint: "split it up")
        }
        return Expression(kind: kind, offset: offset, height: height)
    }
}

/// An operator between two operands and how tightly it binds.
///
/// Source: ECMA-262, 13.5 to 13.13.
private struct Link {
    enum Kind {
        case binary(BinaryOperator)
        case logical(LogicalOperator)
    }

    var kind: Kind
    var strength: Int

    init?(_ token: Token) {
        guard case .sign(let sign) = token.kind else { return nil }
        if let operation = LogicalOperator(sign) {
            kind = .logical(operation)
            strength = operation == .and ? 2 : 1
        } else if let operation = BinaryOperator(sign) {
            kind = .binary(operation)
            strength = operation.strength
        } else {
            return nil
        }
    }
}

extension LogicalOperator {
    fileprivate init?(_ sign: Sign) {
        switch sign {
        case .and: self = .and
        case .or: self = .or
        case .coalesce: self = .coalesce
        case _: return nil
        }
    }
}

extension BinaryOperator {
    fileprivate init?(_ sign: Sign) { self.init(rawValue: sign.rawValue) }

    fileprivate var strength: Int {
        switch self {
        case .equal, .unequal, .identical, .unidentical: 3
        case .less, .greater, .lessOrEqual, .greaterOrEqual: 4
        case .add, .subtract: 5
        case .multiply, .divide, .remainder: 6
        }
    }
}
