extension Compiler {
    mutating func compileLoop(_ loop: Statement.Loop, over list: Expression) throws(Fault) {
        // Source: ECMA-262, 14.7.5.6: the names of the head are in their dead zone while the list is worked out.
        context.scopes.enter()
        let names = loop.kind == nil || loop.kind == .var ? [] : loop.pattern.names
        let kind = loop.kind.map { Scopes.Kind($0) } ?? .var
        for name in names {
            let binding = Scopes.Binding(slot: newSlot(), kind: kind, isReady: false)
            guard context.scopes.declare(name.text, binding) else { throw alreadyDeclared(name) }
        }
        try compile(list)
        var site = LoopSite(form: loop.form == .of ? .forOf : .forIn, list: describe(list))
        let isPlain = names.count == 1 && loop.pattern.isName
        let element = isPlain ? context.scopes.binding(of: names[0].text)?.slot ?? newSlot() : newSlot()
        site.element = .slot(element)
        if isPlain { context.scopes.complete(names[0].text) }
        try compileRounds(site, .list, at: list.offset) { compiler throws(Fault) in
            if !isPlain { try compiler.takeElement(element, for: loop) }
            try compiler.compileBlock(loop.body)
        }
        context.scopes.leave()
    }

    private mutating func takeElement(_ element: Int, for loop: Statement.Loop) throws(Fault) {
        let offset = loop.pattern.offset
        for name in loop.pattern.names where loop.kind == .const || loop.kind == .let {
            if let slot = context.scopes.binding(of: name.text)?.slot { emit(.open(slot), at: offset) }
        }
        emit(.slot(element), at: offset)
        if loop.kind == nil { try compileAssignment(to: loop.pattern) } else { try compileBinding(of: loop.pattern) }
    }

    /// Compiles the walk over the list on the stack.
    private mutating func compileRounds(
        _ site: LoopSite, _ form: LoopContext.Form, at offset: Int,
        body: (inout Compiler) throws(Fault) -> Void
    ) throws(Fault) {
        let number = code.loops.count
        code.loops.append(site)
        emit(.beginLoop(number), at: offset)
        let top = emit(.nextElement(number), at: offset)
        let loop = try compileRound(form, body)
        for jump in loop.continues { land(jump) }
        emit(.repeat(top), at: offset)
        code.loops[number].exit = here
        for jump in loop.breaks { land(jump) }
        emit(.endLoop, at: offset)
    }

    private mutating func compileRound(
        _ form: LoopContext.Form, _ body: (inout Compiler) throws(Fault) -> Void
    ) throws(Fault) -> LoopContext {
        context.loops.append(LoopContext(form: form))
        conditions += 1
        try body(&self)
        conditions -= 1
        return context.loops.removeLast()
    }

    mutating func compileForCount(
        _ start: Statement?, _ condition: Expression?, _ step: Expression?, _ body: [Statement]
    ) throws(Fault) {
        context.scopes.enter()
        if let start { try compileBody([start]) }
        let names = start.map { Statement.blockNames(in: [$0]).map(\.0) } ?? []
        let top = here
        var exits: [Int] = []
        if let condition {
            try compile(condition)
            exits = [emit(.jumpUnless(0), at: condition.offset)]
        }
        let loop = try compileRound(.count) { compiler throws(Fault) in try compiler.compileBlock(body) }
        for jump in loop.continues { land(jump) }
        for name in names {
            if let slot = context.scopes.binding(of: name.text)?.slot { emit(.renew(slot), at: name.offset) }
        }
        if let step { try compileEffect(step) }
        emit(.repeat(top), at: condition?.offset ?? 0)
        for jump in exits + loop.breaks { land(jump) }
        context.scopes.leave()
    }

    mutating func compileWhile(_ condition: Expression, _ body: [Statement], _ isFirst: Bool) throws(Fault) {
        let top = here
        var exits: [Int] = []
        if isFirst {
            try compile(condition)
            exits = [emit(.jumpUnless(0), at: condition.offset)]
        }
        let loop = try compileRound(.count) { compiler throws(Fault) in try compiler.compileBlock(body) }
        for jump in loop.continues { land(jump) }
        if !isFirst {
            try compile(condition)
            exits = [emit(.jumpUnless(0), at: condition.offset)]
        }
        emit(.repeat(top), at: condition.offset)
        for jump in exits + loop.breaks { land(jump) }
    }
}

// MARK: - forEach

extension Compiler {
    /// Compiles `list.forEach(x => { … })`, and `map` where its result is dropped, as a loop.
    ///
    /// - Returns: `false` when the call has another form.
    mutating func compileForEach(_ call: Expression) throws(Fault) -> Bool {
        guard case .call(let callee, let arguments, isOptional: false) = call.kind,
            case .member(let list, let name, let isOptional) = callee.kind,
            let form = LoopSite.Form(method: name), arguments.count == 1,
            case .function(let function) = arguments[0].kind, function.rest == nil, function.parameters.count <= 3
        else { return false }
        let absent = try compileLink(list, isOptional, at: list.offset)
        let site = LoopSite(form: form, list: describe(list) + "." + name)
        context.scopes.enter()
        try compileCallback(function, site, at: callee.offset)
        context.scopes.leave()
        guard !absent.isEmpty else { return true }
        let end = emit(.jump(0), at: list.offset)
        for jump in absent { land(jump) }
        emit(.drop, at: list.offset)
        land(end)
        return true
    }

    private mutating func compileCallback(_ function: Function, _ site: LoopSite, at offset: Int) throws(Fault) {
        var site = site
        let slots = try function.parameters.map { parameter throws(Fault) in try parameterSlot(parameter) }
        site.element = slots.first.map { .slot($0) }
        site.index = slots.count > 1 ? .slot(slots[1]) : nil
        site.whole = slots.count > 2 ? .slot(slots[2]) : nil
        try compileRounds(site, .callback, at: offset) { compiler throws(Fault) in
            for (parameter, slot) in zip(function.parameters, slots) {
                try compiler.compileParameter(parameter, from: slot)
            }
            try compiler.compileFunctionBody(function)
        }
    }
}

extension Pattern {
    var isName: Bool {
        if case .name = self { true } else { false }
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
