extension Compiler {
    /// Compiles statements in a scope of their own.
    mutating func compileBlock(_ statements: [Statement]) throws(Fault) {
        scopes.enter()
        try compileBody(statements)
        scopes.leave()
    }

    /// Compiles statements in the present scope.
    private mutating func compileBody(_ statements: [Statement]) throws(Fault) {
        for (name, kind) in Statement.blockNames(in: statements) {
            guard scopes.declare(name.text, .slot(newSlot(), kind, isReady: false)) else { throw alreadyDeclared(name) }
        }
        for statement in statements { try compile(statement) }
    }

    private mutating func compile(_ statement: Statement) throws(Fault) {
        switch statement {
        case .text(let bytes): compileText(bytes)
        case .output(let value, let isEscaped): try compileOutput(value, isEscaped: isEscaped)
        case .expression(let value): try compileEffect(value)
        case .declare(let kind, let list): for item in list { try compile(item, kind) }
        case .branch(let branches, let otherwise): try compileBranches(branches, otherwise)
        case .forOf(let loop, let list): try compileForOf(loop, list)
        case .forCount(let start, let condition, let step, let body):
            try compileForCount(start, condition, step, body)
        case .exit(let exit, let offset): try compileExit(exit, at: offset)
        case .block(let body): try compileBlock(body)
        }
    }

    private mutating func compileText(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        code.texts.append(bytes)
        emit(.text(code.texts.count - 1), at: 0)
    }

    private mutating func compile(
        _ declaration: Statement.Declaration, _ kind: DeclarationKind
    ) throws(Fault) {
        let name = declaration.name
        guard kind != .var || declaration.value != nil else { return try checkVariable(name) }
        if let value = declaration.value {
            try compile(value)
        } else {
            emit(constant(.undefined), at: name.offset)
        }
        if kind != .var { scopes.complete(name.text) }
        try compileStore(name, declares: kind)
    }

    private func checkVariable(_ name: Name) throws(Fault) {
        guard case .slot(_, let kind, _) = scopes.binding(of: name.text), kind != .var else { return }
        throw alreadyDeclared(name)
    }

    /// Pops into a declared name; `declares` is `nil` for an assignment.
    mutating func compileStore(_ name: Name, declares: DeclarationKind? = nil) throws(Fault) {
        switch scopes.binding(of: name.text) {
        case .slot(_, _, isReady: false): throw usedTooEarly(name)
        case .slot(_, .const, _) where declares == nil:
            throw error(at: name.offset, "\"\(name.text)\" is a const", hint: "declare it with let")
        case .slot(_, let kind, _) where declares == .var && kind != .var: throw alreadyDeclared(name)
        case .slot(let slot, _, _): emit(.store(slot), at: name.offset)
        case .variable(let slot, let local):
            emit(.storeVariable(slot: slot, local: local, name: word(name.text)), at: name.offset)
        case nil:
            throw error(
                at: name.offset, "\"\(name.text)\" is assigned but not declared",
                hint: "locals do not change: write let \(name.text) = …")
        }
    }

    func usedTooEarly(_ name: Name) -> Fault {
        error(at: name.offset, "\"\(name.text)\" is used before its declaration", hint: "move the declaration up")
    }
}

// MARK: - Branches

extension Compiler {
    private mutating func compileBranches(
        _ branches: [(condition: Expression, body: [Statement])], _ otherwise: [Statement]?
    ) throws(Fault) {
        var ends: [Int] = []
        let outside = conditions
        for (position, branch) in branches.enumerated() {
            try compile(branch.condition)
            let jump = emit(.jumpUnless(0), at: branch.condition.offset)
            conditions = outside + 1
            try compileBlock(branch.body)
            if position < branches.count - 1 || otherwise != nil { ends.append(emit(.jump(0), at: 0)) }
            land(jump)
        }
        if let otherwise { try compileBlock(otherwise) }
        conditions = outside
        for end in ends { land(end) }
    }

    private mutating func compileExit(_ exit: Statement.Exit, at offset: Int) throws(Fault) {
        let callback = loops.lastIndex { $0.form == .callback }
        switch exit {
        case .return:
            guard let callback else { throw misplaced(exit, "forEach", at: offset) }
            for loop in loops[(callback + 1)...] where loop.form == .list { emit(.endLoop, at: offset) }
            loops[callback].continues.append(emit(.jump(0), at: offset))
        case .break:
            guard let loop = loops.indices.last, loop != callback else { throw misplaced(exit, "for", at: offset) }
            loops[loop].breaks.append(emit(.jump(0), at: offset))
        case .continue:
            guard let loop = loops.indices.last, loop != callback else { throw misplaced(exit, "for", at: offset) }
            loops[loop].continues.append(emit(.jump(0), at: offset))
        }
    }

    private func misplaced(_ exit: Statement.Exit, _ loop: String, at offset: Int) -> Fault {
        let hint = exit == .return ? nil : "inside forEach write return"
        return error(at: offset, "\"\(exit.rawValue)\" outside of a \(loop) loop", hint: hint)
    }
}

// MARK: - Loops

extension Compiler {
    private mutating func compileForOf(_ loop: Statement.Loop, _ list: Expression) throws(Fault) {
        // Source: ECMA-262, 14.7.5.6: the names of the head are in their dead zone while the list is worked out.
        scopes.enter()
        let element = newSlot()
        if loop.kind != .var { _ = scopes.declare(loop.name.text, .slot(element, loop.kind, isReady: false)) }
        try compile(list)
        if loop.kind != .var { scopes.complete(loop.name.text) }
        let site = LoopSite(form: .forOf, list: describe(list), elementSlot: element)
        try compileLoop(site, .list, at: list.offset) { compiler throws(Fault) in
            if loop.kind == .var {
                compiler.emit(.slot(element), at: loop.name.offset)
                try compiler.compileStore(loop.name, declares: .var)
            }
            try compiler.compileBlock(loop.body)
        }
        scopes.leave()
    }

    /// Compiles the walk over the list on the stack.
    private mutating func compileLoop(
        _ site: LoopSite, _ form: LoopContext.Form, at offset: Int,
        body: (inout Compiler) throws(Fault) -> Void
    ) throws(Fault) {
        let number = code.loops.count
        code.loops.append(site)
        emit(.beginLoop(number), at: offset)
        let top = emit(.nextElement(number), at: offset)
        loops.append(LoopContext(form: form))
        conditions += 1
        try body(&self)
        conditions -= 1
        let context = loops.removeLast()
        for jump in context.continues { land(jump) }
        emit(.repeat(top), at: offset)
        code.loops[number].exit = here
        for jump in context.breaks { land(jump) }
        emit(.endLoop, at: offset)
    }

    private mutating func compileForCount(
        _ start: Statement?, _ condition: Expression?, _ step: [Expression], _ body: [Statement]
    ) throws(Fault) {
        scopes.enter()
        if let start { try compileBody([start]) }
        let top = here
        var exits: [Int] = []
        if let condition {
            try compile(condition)
            exits = [emit(.jumpUnless(0), at: condition.offset)]
        }
        loops.append(LoopContext(form: .count))
        conditions += 1
        try compileBlock(body)
        conditions -= 1
        let context = loops.removeLast()
        for jump in context.continues { land(jump) }
        for expression in step { try compileEffect(expression) }
        emit(.repeat(top), at: condition?.offset ?? 0)
        for jump in exits + context.breaks { land(jump) }
        scopes.leave()
    }

    /// Compiles `list.forEach(x => { … })`, and `map` where its result is dropped.
    mutating func compileForEach(
        _ form: LoopSite.Form, _ list: Expression, isOptional: Bool, _ function: Function
    ) throws(Fault) {
        let name = form == .map ? "map" : "forEach"
        guard case .statements(let body) = function.body, function.parameters.count <= 3 else {
            throw error(
                at: list.offset, "\(name) without a body in { } or with more than three parameters",
                hint: "write \(describe(list)).\(name)(x => { … })")
        }
        let absent = try compileLink(list, isOptional, at: list.offset)
        scopes.enter()
        var site = LoopSite(form: form, list: describe(list) + "." + name)
        try declare(function.parameters, body, in: &site)
        try compileLoop(site, .callback, at: list.offset) { compiler throws(Fault) in
            for variable in Statement.variables(in: body) { compiler.clear(variable) }
            try compiler.compileBody(body)
        }
        scopes.leave()
        guard !absent.isEmpty else { return }
        let end = emit(.jump(0), at: list.offset)
        for jump in absent { land(jump) }
        emit(.drop, at: list.offset)
        land(end)
    }

    private mutating func declare(
        _ parameters: [Name], _ body: [Statement], in site: inout LoopSite
    ) throws(Fault) {
        let slots = parameters.map { _ in newSlot() }
        for (name, slot) in zip(parameters, slots) {
            guard scopes.declare(name.text, .slot(slot, .var, isReady: true)) else { throw alreadyDeclared(name) }
        }
        site.elementSlot = slots.first
        site.indexSlot = slots.count > 1 ? slots[1] : nil
        site.listSlot = slots.count > 2 ? slots[2] : nil
        for name in Statement.variables(in: body) where !parameters.contains(where: { $0.text == name.text }) {
            _ = scopes.declare(name.text, .slot(newSlot(), .var, isReady: true))
        }
    }

    /// A `var` of a callback starts every round as undefined, unless it is a parameter.
    private mutating func clear(_ variable: Name) {
        guard case .slot(let slot, .var, _) = scopes.binding(of: variable.text) else { return }
        let isParameter =
            code.loops.last.map { [$0.elementSlot, $0.indexSlot, $0.listSlot].contains(slot) } ?? false
        guard !isParameter else { return }
        emit(constant(.undefined), at: variable.offset)
        emit(.store(slot), at: variable.offset)
    }
}
