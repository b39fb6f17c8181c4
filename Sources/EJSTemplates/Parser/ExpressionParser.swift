extension Parser {
    /// The tallest tree of expressions: so many operators may follow each other without parentheses.
    private static let tallest = 400

    /// Reads expressions with commas between them; the last one is what they are worth.
    mutating func expressions() throws(Fault) -> Expression {
        let first = try expression()
        guard isAt(.comma) else { return first }
        var parts = [first]
        while takes(.comma) { parts.append(try expression()) }
        return try make(.sequence(parts), first.offset, parts)
    }

    /// Reads an expression with everything up to assignment.
    mutating func expression() throws(Fault) -> Expression {
        try nested { parser throws(Fault) in
            if parser.startsArrow { return try parser.arrowFunction() }
            let target = try parser.conditional()
            guard let assignment = Assignment(parser.next) else { return target }
            let offset = parser.next.range.lowerBound
            let pattern = try parser.pattern(of: target)
            parser.advance()
            let value = try parser.expression()
            return try parser.make(.assign(pattern, assignment.operation, value), offset, target, value)
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
            switch link.kind {
            case .binary(.power):
                try checkPower(of: left, at: offset)
                let right = try nested { parser throws(Fault) in try parser.binary(above: link.strength - 1) }
                left = try make(.binary(.power, left, right), offset, left, right)
            case .binary(let operation):
                let right = try binary(above: link.strength)
                left = try make(.binary(operation, left, right), offset, left, right)
            case .logical(let operation):
                let right = try binary(above: link.strength)
                try checkMix(operation, left, right, at: offset)
                left = try make(.logical(operation, left, right), offset, left, right)
            }
        }
        return left
    }

    private func checkPower(of left: Expression, at offset: Int) throws(Fault) {
        guard case .unary = left.kind else { return }
        throw Fault(at: offset, "\"**\" after a sign", hint: "put the number and its sign in parentheses")
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
        if isAt(.increment) || isAt(.decrement) {
            let step = takes(.increment) ? 1.0 : -1.0
            if step < 0 { advance() }
            let target = try nested { parser throws(Fault) in try parser.unary() }
            return try make(.update(try target.checkedTarget(), by: step, isPrefix: true), offset, target)
        }
        if takes(.delete) {
            let target = try nested { parser throws(Fault) in try parser.unary() }
            return try make(.delete(target), offset, target)
        }
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
        case .sign(.bitNot): .invert
        case .keyword(.typeof): .typeof
        case .keyword(.void): .void
        case _: nil
        }
    }

    /// Reads the `++` or `--` after a name.
    private mutating func updated(_ target: Expression) throws(Fault) -> Expression {
        guard isAt(.increment) || isAt(.decrement), !next.followsLineBreak else { return target }
        let offset = next.range.lowerBound
        let step = isAt(.increment) ? 1.0 : -1.0
        advance()
        return try make(.update(try target.checkedTarget(), by: step, isPrefix: false), offset, target)
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

extension Expression {
    /// The expression, if a value can be given to it.
    fileprivate func checkedTarget() throws(Fault) -> Expression {
        switch withoutGroups.kind {
        case .name, .member(_, _, isOptional: false), .element(_, _, isOptional: false): return withoutGroups
        case _: throw Fault(at: offset, "no value can be given to this", hint: "give it to a name or a member")
        }
    }
}

/// An operator of assignment.
private struct Assignment {
    /// `nil` for `=`.
    var operation: AssignmentOperator?

    init?(_ token: Token) {
        guard case .sign(let sign) = token.kind else { return nil }
        switch sign {
        case .assign: operation = nil
        case .andAssign: operation = .logical(.and)
        case .orAssign: operation = .logical(.or)
        case .coalesceAssign: operation = .logical(.coalesce)
        case _:
            guard sign.rawValue.hasSuffix("="), let found = BinaryOperator(rawValue: String(sign.rawValue.dropLast())),
                found.strength > 7 || sign.isBitAssign
            else { return nil }
            operation = .binary(found)
        }
    }
}

extension Sign {
    fileprivate var isBitAssign: Bool { self == .bitAndAssign || self == .bitOrAssign || self == .bitXorAssign }
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
        if token.kind == .keyword(.in) {
            (kind, strength) = (.binary(.in), BinaryOperator.in.strength)
            return
        }
        guard case .sign(let sign) = token.kind else { return nil }
        if let operation = LogicalOperator(rawValue: sign.rawValue) {
            kind = .logical(operation)
            strength = operation == .and ? 2 : 1
        } else if let operation = BinaryOperator(rawValue: sign.rawValue) {
            kind = .binary(operation)
            strength = operation.strength
        } else {
            return nil
        }
    }
}

extension BinaryOperator {
    fileprivate var strength: Int {
        switch self {
        case .or: 3
        case .xor: 4
        case .and: 5
        case .equal, .unequal, .identical, .unidentical: 6
        case .less, .greater, .lessOrEqual, .greaterOrEqual, .in: 7
        case .shiftLeft, .shiftRight, .shiftRightUnsigned: 8
        case .add, .subtract: 9
        case .multiply, .divide, .remainder: 10
        case .power: 11
        }
    }
}
