extension Compiler {
    /// Compiles a function as a value.
    mutating func compileFunction(_ function: Function, at offset: Int) throws(Fault) {
        contexts.append(Context())
        let outside = conditions
        conditions += 1
        context.body.name = function.name
        context.body.parameterCount = function.parameters.count
        context.body.slotCount = function.parameters.count
        context.scopes.enter()
        if function.namesItself { declareItself(function) }
        context.scopes.enter()
        try compileParameters(of: function)
        try compileAnswer(of: function, at: offset)
        context.scopes.leave()
        context.scopes.leave()
        conditions = outside
        var body = finishedBody()
        body.captures = context.captures.map(\.outer)
        contexts.removeLast()
        code.functions.append(body)
        emit(.function(code.functions.count - 1), at: offset)
    }

    /// Compiles what happens to the arguments before the body runs; they come in the first slots.
    private mutating func compileParameters(of function: Function) throws(Fault) {
        for (slot, parameter) in function.parameters.enumerated() { try declare(parameter, in: slot) }
        if let rest = function.rest { context.body.restSlot = try parameterSlot(.init(pattern: rest, value: nil)) }
        for (slot, parameter) in function.parameters.enumerated() { try compileParameter(parameter, from: slot) }
        if let rest = function.rest, let slot = context.body.restSlot {
            try compileParameter(.init(pattern: rest, value: nil), from: slot)
        }
    }

    private mutating func compileAnswer(of function: Function, at offset: Int) throws(Fault) {
        switch function.body {
        case .expression(let value): try compile(value)
        case .statements:
            try compileFunctionBody(function)
            emit(constant(.undefined), at: offset)
        }
        emit(.leave, at: offset)
    }

    /// A function expression can call itself by its own name.
    private mutating func declareItself(_ function: Function) {
        let slot = newSlot()
        context.body.selfSlot = slot
        _ = context.scopes.declare(function.name, .init(slot: slot, kind: .var))
        emit(.enclose(slot), at: 0)
    }

    /// Takes the slot into which an argument comes; a plain name lives there itself.
    mutating func parameterSlot(_ parameter: Function.Parameter) throws(Fault) -> Int {
        let slot = newSlot()
        try declare(parameter, in: slot)
        return slot
    }

    private mutating func declare(_ parameter: Function.Parameter, in slot: Int) throws(Fault) {
        guard case .name(let name) = parameter.pattern else { return }
        guard context.scopes.declare(name.text, .init(slot: slot, kind: .var)) else { throw alreadyDeclared(name) }
    }

    /// Takes an argument apart, and puts in its default where it is missing.
    mutating func compileParameter(_ parameter: Function.Parameter, from slot: Int) throws(Fault) {
        let offset = parameter.pattern.offset
        for name in parameter.pattern.names where !parameter.pattern.isName {
            guard context.scopes.declare(name.text, .init(slot: newSlot(), kind: .var)) else {
                throw alreadyDeclared(name)
            }
        }
        if parameter.pattern.isName { emit(.enclose(slot), at: offset) }
        if parameter.pattern.isName, parameter.value == nil { return }
        emit(.slot(slot), at: offset)
        try compileDefault(parameter.value)
        try compileBinding(of: parameter.pattern)
    }

    /// Compiles the statements of a function; its `var`s begin as undefined.
    mutating func compileFunctionBody(_ function: Function) throws(Fault) {
        switch function.body {
        case .expression(let value): try compileEffect(value)
        case .statements(let body):
            for name in Statement.variables(in: body) {
                let slot = newSlot()
                guard context.scopes.declare(name.text, .init(slot: slot, kind: .var)) else { continue }
                emit(.open(slot), at: name.offset)
                emit(constant(.undefined), at: name.offset)
                emit(.declare(slot), at: name.offset)
            }
            try compileBlock(body)
        }
    }
}
