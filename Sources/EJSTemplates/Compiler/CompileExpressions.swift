extension Compiler {
    /// Compiles an expression that leaves its value on the stack.
    mutating func compile(_ expression: Expression) throws(Fault) {
        let offset = expression.offset
        switch expression.kind {
        case .constant(let value): emit(constant(value), at: offset)
        case .name(let name): try compileName(Name(text: name, offset: offset))
        case .locals: emit(.locals, at: offset)
        case .member, .element: for jump in try compileChain(expression) { land(jump) }
        case .call(let callee, _): throw refusedCall(callee)
        case .include(let path, let data): try compileInclude(path, data, .value, at: offset)
        case .function: throw error(at: offset, "a function outside of forEach", hint: Refusals.hint(for: .function))
        case .unary(let operation, let operand): try compileUnary(operation, operand, at: offset)
        case .binary(let operation, let left, let right):
            try compile(left)
            try compile(right)
            emit(.binary(operation), at: offset)
        case .logical(let operation, let left, let right): try compileLogical(operation, left, right, at: offset)
        case .conditional(let condition, let then, let otherwise):
            try compileConditional(condition, then, otherwise)
        case .template(let parts):
            for part in parts { try compile(part) }
            emit(.join(count: parts.count), at: offset)
        case .array(let elements):
            for element in elements { try compile(element) }
            emit(.array(count: elements.count), at: offset)
        case .object(let entries): try compileObject(entries, at: offset)
        case .assign:
            throw error(at: offset, "an assignment inside an expression", hint: "write it as its own statement")
        case .group(let inner): try compile(inner)
        }
    }

    private mutating func compileName(_ name: Name) throws(Fault) {
        switch scopes.binding(of: name.text) {
        case .slot(_, _, isReady: false): throw usedTooEarly(name)
        case .slot(let slot, _, isReady: true): emit(.slot(slot), at: name.offset)
        case .variable(let slot, let local): emit(.variable(slot: slot, local: local), at: name.offset)
        case nil: emit(.path(path(from: name, [])), at: name.offset)
        }
    }

    private mutating func compileUnary(
        _ operation: UnaryOperator, _ operand: Expression, at offset: Int
    ) throws(Fault) {
        if operation == .typeof, case .name(let name) = operand.withoutGroups.kind, scopes.binding(of: name) == nil {
            // The one way to ask for a name that may not be there.
            emit(.slot(localSlot(of: name)), at: offset)
        } else {
            try compile(operand)
        }
        emit(.unary(operation), at: offset)
    }

    private mutating func compileLogical(
        _ operation: LogicalOperator, _ left: Expression, _ right: Expression, at offset: Int
    ) throws(Fault) {
        try compile(left)
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

    private mutating func compileObject(
        _ entries: [(key: String, value: Expression)], at offset: Int
    ) throws(Fault) {
        for entry in entries { try compile(entry.value) }
        code.shapes.append(entries.map(\.key))
        emit(.object(shape: code.shapes.count - 1), at: offset)
    }
}

// MARK: - Members

extension Compiler {
    /// Compiles a chain of members and answers the jumps that leave it early, at a `?.` after nothing.
    mutating func compileChain(_ expression: Expression) throws(Fault) -> [Int] {
        if let path = path(of: expression) {
            emit(.path(path), at: expression.offset)
            return []
        }
        switch expression.kind {
        case .member(let base, let name, let isOptional):
            let jumps = try compileLink(base, isOptional, at: expression.offset)
            emit(.member(word(name)), at: expression.offset)
            return jumps
        case .element(let base, let index, let isOptional):
            let jumps = try compileLink(base, isOptional, at: expression.offset)
            try compile(index)
            emit(.element, at: expression.offset)
            return jumps
        case .constant, .name, .locals, .call, .include, .function, .unary, .binary, .logical, .conditional, .template,
            .array, .object, .assign, .group:
            try compile(expression)
            return []
        }
    }

    mutating func compileLink(
        _ base: Expression, _ isOptional: Bool, at offset: Int
    ) throws(Fault) -> [Int] {
        var jumps = try compileChain(base)
        if isOptional { jumps.append(emit(.jumpIfAbsent(0), at: offset)) }
        return jumps
    }

    /// The path for a name or a chain of plain members from a name or from `locals`.
    private mutating func path(of expression: Expression) -> Int? {
        var steps: [Path.Step] = []
        var place = expression
        while case .member(let base, let name, isOptional: false) = place.kind {
            if case .locals = base.kind { return path(slot: localSlot(of: name), nil, steps) }
            steps.append(.init(name: name, offset: place.offset))
            place = base
        }
        guard case .name(let name) = place.kind else { return nil }
        switch scopes.binding(of: name) {
        case .slot(let slot, _, isReady: true): return path(slot: slot, nil, steps)
        case nil: return path(from: Name(text: name, offset: place.offset), steps)
        case .slot(_, _, isReady: false), .variable: return nil
        }
    }

    /// The path that starts at a local, which must be there.
    private mutating func path(from name: Name, _ steps: [Path.Step]) -> Int {
        path(slot: localSlot(of: name.text), name, steps)
    }

    private mutating func path(slot: Int, _ root: Name?, _ steps: [Path.Step]) -> Int {
        code.paths.append(Path(slot: slot, root: root, steps: steps.reversed()))
        return code.paths.count - 1
    }
}

// MARK: - Output, effects, includes

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

    /// Compiles an expression whose value is dropped.
    mutating func compileEffect(_ expression: Expression) throws(Fault) {
        switch expression.kind {
        case .assign(let target, let operation, let value):
            try compileAssignment(target, operation, value, at: expression.offset)
        case .call(let callee, let arguments):
            guard case .member(let list, let name, let isOptional) = callee.kind,
                let form = LoopSite.Form(method: name), arguments.count == 1,
                case .function(let function) = arguments[0].kind
            else { throw refusedCall(callee) }
            try compileForEach(form, list, isOptional: isOptional, function)
        case .group(let inner): try compileEffect(inner)
        case .constant, .name, .locals, .member, .element, .include, .function, .unary, .binary, .logical, .conditional,
            .template, .array, .object:
            try compile(expression)
            emit(.drop, at: expression.offset)
        }
    }

    private mutating func compileAssignment(
        _ target: Expression, _ operation: BinaryOperator?, _ value: Expression, at offset: Int
    ) throws(Fault) {
        guard case .name(let text) = target.kind else {
            throw error(at: offset, "values do not change in templates", hint: "put the value together in the handler")
        }
        let name = Name(text: text, offset: target.offset)
        if let operation {
            try compileName(name)
            try compile(value)
            emit(.binary(operation), at: offset)
        } else {
            try compile(value)
        }
        try compileStore(name)
    }

    private mutating func compileInclude(
        _ path: Expression, _ data: Expression?, _ use: IncludeSite.Use, at offset: Int
    ) throws(Fault) {
        var target = IncludeSite.Target.computed
        if case .constant(.string(let written)) = path.withoutGroups.kind {
            target = .written(written)
        } else {
            try compile(path)
        }
        if let data { try compile(data) }
        let site = IncludeSite(
            target: target, hasData: data != nil, use: use, offset: path.offset, isCertain: conditions == 0)
        code.includes.append(site)
        emit(.include(code.includes.count - 1), at: offset)
    }

    private func refusedCall(_ callee: Expression) -> Fault {
        switch callee.kind {
        case .name(let name):
            error(at: callee.offset, "the function \"\(name)\" is not defined", hint: "templates call only include(…)")
        case .member(_, "forEach", _):
            error(at: callee.offset, "forEach as a value", hint: "write <% list.forEach(x => { %> … <% }) %>")
        case .member(_, let name, _):
            error(
                at: callee.offset, "the method \"\(name)\" is not in templates",
                hint: "work the value out in the handler and pass it")
        case _: error(at: callee.offset, "a call of something that is not a function")
        }
    }

    /// How an expression is written, for errors.
    func describe(_ expression: Expression) -> String {
        switch expression.kind {
        case .name(let name): name
        case .locals: "locals"
        case .member(let base, let name, _): describe(base) + "." + name
        case .element(let base, _, _): describe(base) + "[…]"
        case .group(let inner): describe(inner)
        case .constant, .call, .include, .function, .unary, .binary, .logical, .conditional, .template, .array, .object,
            .assign:
            "the value"
        }
    }
}

extension Expression {
    fileprivate var withoutGroups: Expression {
        var inner = self
        while case .group(let next) = inner.kind { inner = next }
        return inner
    }
}

extension LoopSite.Form {
    fileprivate init?(method: String) {
        switch method {
        case "forEach": self = .forEach
        case "map": self = .map
        case _: return nil
        }
    }
}
