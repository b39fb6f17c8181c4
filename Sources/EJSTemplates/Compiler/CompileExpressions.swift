extension Compiler {
    /// Compiles an expression that leaves its value on the stack.
    mutating func compile(_ expression: Expression) throws(Fault) {
        let offset = expression.offset
        switch expression.kind {
        case .constant(let value): emit(constant(value), at: offset)
        case .slot(let slot): emit(.slot(slot), at: offset)
        case .regExp(let pattern):
            code.patterns.append(pattern)
            emit(.regExp(code.patterns.count - 1), at: offset)
        case .name(let name): try compileName(Name(text: name, offset: offset))
        case .locals:
            code.takesAllLocals = true
            emit(.locals, at: offset)
        case .member, .element, .call: for jump in try compileChain(expression) { land(jump) }
        case .environment(let name): try compileEnvironment(name, at: offset)
        case .new(let name, let arguments): try compileNew(name, arguments, at: offset)
        case .include(let path, let data): try compileInclude(path, data, .value, at: offset)
        case .visibleNames: try compileVisibleNames(at: offset)
        case .function(let function): try compileFunction(function, at: offset)
        case .unary(let operation, let operand): try compileUnary(operation, operand, at: offset)
        case .binary(let operation, let left, let right): try compileBinary(operation, left, right, at: offset)
        case .logical(let operation, let left, let right):
            try compile(left)
            try compileOtherwise(operation, right, at: offset)
        case .conditional(let condition, let then, let otherwise):
            try compileConditional(condition, then, otherwise)
        case .template(let parts):
            for part in parts { try compile(part) }
            emit(.join(count: parts.count), at: offset)
        case .array(let elements): try compileList(elements, at: offset)
        case .object(let properties): try compileObject(properties, at: offset)
        case .spread: throw error(at: offset, "\"...\" outside of a list, an object or a call")
        case .assign(let target, let operation, let value):
            try compileAssign(target, operation, value, keeps: true, at: offset)
        case .update(let target, let step, let isPrefix):
            try compileUpdate(target, by: step, isPrefix: isPrefix, keeps: true, at: offset)
        case .delete(let target): try compileDelete(target, at: offset)
        case .sequence(let parts):
            for part in parts.dropLast() { try compileEffect(part) }
            if let last = parts.last { try compile(last) }
        case .group(let inner): try compile(inner)
        }
    }

    /// Compiles an expression whose value is dropped.
    mutating func compileEffect(_ expression: Expression) throws(Fault) {
        let offset = expression.offset
        switch expression.kind {
        case .assign(let target, let operation, let value):
            try compileAssign(target, operation, value, keeps: false, at: offset)
        case .update(let target, let step, _):
            try compileUpdate(target, by: step, isPrefix: true, keeps: false, at: offset)
        case .call where try compileForEach(expression): break
        case .sequence(let parts): for part in parts { try compileEffect(part) }
        case .group(let inner): try compileEffect(inner)
        case _:
            try compile(expression)
            emit(.drop, at: offset)
        }
    }

    private mutating func compileBinary(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression, at offset: Int
    ) throws(Fault) {
        if let isEqual = operation.asksForEquality, case .unary(.typeof, let operand) = left.kind,
            case .constant(.string("undefined")) = right.kind
        {
            // The usual question of views, without a text for its answer.
            try compileTypeofOperand(operand)
            emit(constant(.undefined), at: right.offset)
            emit(.binary(isEqual ? .identical : .unidentical), at: offset)
            return
        }
        try compile(left)
        try compile(right)
        emit(.binary(operation), at: offset)
    }

    private mutating func compileUnary(
        _ operation: UnaryOperator, _ operand: Expression, at offset: Int
    ) throws(Fault) {
        if operation == .typeof, case .name(let name) = operand.withoutGroups.kind, case .language = meaning(of: name) {
            let isFunction =
                Builtins.constructors[name] != nil || Builtins.statics[name] == nil || Builtins.functions[name] != nil
            emit(constant(.string(isFunction ? "function" : "object")), at: offset)
            return
        }
        if operation == .typeof { try compileTypeofOperand(operand) } else { try compile(operand) }
        emit(.unary(operation), at: offset)
    }

    /// Compiles what `typeof` asks about: the one way to ask for a name that may not be there.
    private mutating func compileTypeofOperand(_ operand: Expression) throws(Fault) {
        guard case .name(let name) = operand.withoutGroups.kind, case .local(let slot) = meaning(of: name) else {
            return try compile(operand)
        }
        emit(.slot(slot), at: operand.offset)
    }

    /// Compiles the right side of `&&`, `||` and `??`, which counts only after some values on the stack.
    mutating func compileOtherwise(
        _ operation: LogicalOperator, _ right: Expression, at offset: Int
    ) throws(Fault) {
        let jump: Int
        switch operation {
        case .and: jump = emit(.jumpKeepingFalse(0), at: offset)
        case .or: jump = emit(.jumpKeepingTrue(0), at: offset)
        case .coalesce: jump = emit(.jumpKeepingPresent(0), at: offset)
        }
        conditions += 1
        try compile(right)
        conditions -= 1
        land(jump)
    }

    private mutating func compileConditional(
        _ condition: Expression, _ then: Expression, _ otherwise: Expression
    ) throws(Fault) {
        try compile(condition)
        let jump = emit(.jumpUnless(0), at: condition.offset)
        conditions += 1
        try compile(then)
        let end = emit(.jump(0), at: then.offset)
        land(jump)
        try compile(otherwise)
        conditions -= 1
        land(end)
    }

    private mutating func compileEnvironment(_ name: String, at offset: Int) throws(Fault) {
        guard let value = settings.environment[name] else {
            throw error(
                at: offset, "\"process.env.\(name)\" is not part of templates",
                hint: "pass it as a local, or name \(name) in the environment of the views' settings")
        }
        emit(constant(.string(value)), at: offset)
    }

    private mutating func compileDelete(_ target: Expression, at offset: Int) throws(Fault) {
        switch target.withoutGroups.kind {
        case .member(let base, let name, _):
            try compileOwner(base)
            emit(constant(.string(name)), at: offset)
        case .element(let base, let index, _):
            try compileOwner(base)
            try compile(index)
        case _: throw error(at: offset, "\"delete\" of what is no member")
        }
        emit(.deleteElement, at: offset)
    }
}

// MARK: - Output

extension Compiler {
    /// Compiles `<%= … %>` and `<%- … %>`.
    mutating func compileOutput(_ value: Expression, isEscaped: Bool) throws(Fault) {
        if case .include(let path, let data) = value.kind, !isEscaped {
            return try compileInclude(path, data, .output, at: value.offset)
        }
        if let path = path(of: value) {
            emit(.printPath(path, isEscaped: isEscaped), at: value.offset)
        } else {
            try compile(value)
            emit(.print(isEscaped: isEscaped), at: value.offset)
        }
    }
}

extension Expression {
    var withoutGroups: Expression {
        var inner = self
        while case .group(let next) = inner.kind { inner = next }
        return inner
    }

    var isLocals: Bool {
        if case .locals = kind { true } else { false }
    }

    var isSpread: Bool {
        if case .spread = kind { true } else { false }
    }
}

extension BinaryOperator {
    /// Whether the operator asks for equality or for its opposite; `nil` for all others.
    fileprivate var asksForEquality: Bool? {
        switch self {
        case .equal, .identical: true
        case .unequal, .unidentical: false
        case _: nil
        }
    }
}
