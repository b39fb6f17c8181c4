extension Compiler {
    /// Compiles statements in a scope of their own.
    mutating func compileBlock(_ statements: [Statement]) throws(Fault) {
        context.scopes.enter()
        try compileBody(statements)
        context.scopes.leave()
    }

    /// Compiles statements in the present scope.
    mutating func compileBody(_ statements: [Statement]) throws(Fault) {
        try declareNames(in: statements)
        compileAll(statements)
    }

    /// Opens the names that statements declare at their top; their functions are there from the start.
    private mutating func declareNames(in statements: [Statement]) throws(Fault) {
        for (name, kind) in Statement.blockNames(in: statements) {
            let slot = newSlot()
            guard context.scopes.declare(name.text, .init(slot: slot, kind: .init(kind), isReady: false)) else {
                throw alreadyDeclared(name)
            }
            emit(.open(slot), at: name.offset)
        }
        let functions = Statement.functions(in: statements)
        for (name, _) in functions { try declare(function: name) }
        for (name, function) in functions {
            try compileFunction(function, at: name.offset)
            try compileDeclaration(of: name)
        }
    }

    private mutating func compileAll(_ statements: [Statement]) {
        for statement in statements {
            attempt { compiler throws(Fault) in try compiler.compile(statement) }
        }
    }

    private mutating func declare(function name: Name) throws(Fault) {
        if context.scopes.binding(of: name.text)?.kind == .local { return }
        let slot = newSlot()
        guard context.scopes.declare(name.text, .init(slot: slot, kind: .var)) else { throw alreadyDeclared(name) }
        emit(.open(slot), at: name.offset)
    }

    private mutating func compile(_ statement: Statement) throws(Fault) {
        switch statement {
        case .text(let range): emit(.text(range.lowerBound, range.upperBound), at: range.lowerBound)
        case .output(let value, let isEscaped): try compileOutput(value, isEscaped: isEscaped)
        case .expression(let value): try compileEffect(value)
        case .declare(let kind, let list): for item in list { try compile(item, kind) }
        case .function: break
        case .branch(let branches, let otherwise): try compileBranches(branches, otherwise)
        case .loop(let loop, let list): try compileLoop(loop, over: list)
        case .forCount(let start, let condition, let step, let body):
            try compileForCount(start, condition, step, body)
        case .while(let condition, let body, let isFirst): try compileWhile(condition, body, isFirst)
        case .switch(let value, let cases): try compileSwitch(value, cases)
        case .exit(let exit, let value, let offset): try compileExit(exit, value, at: offset)
        case .block(let body): try compileBlock(body)
        }
    }

    private mutating func compile(
        _ declaration: Statement.Declaration, _ kind: DeclarationKind
    ) throws(Fault) {
        if kind == .var {
            for name in declaration.pattern.names { try checkVariable(name) }
            guard declaration.value != nil else { return }
        }
        if let value = declaration.value {
            try compileNamed(value, declaration.pattern)
        } else {
            emit(constant(.undefined), at: declaration.pattern.offset)
        }
        try compileBinding(of: declaration.pattern)
    }

    /// Compiles a value; a function gets the name it is given to, and may call itself by it.
    mutating func compileNamed(_ value: Expression, _ pattern: Pattern) throws(Fault) {
        guard case .function(var function) = value.kind, case .name(let name) = pattern else {
            return try compile(value)
        }
        if function.name.isEmpty { function.name = name.text }
        try compileFunction(function, at: value.offset)
    }

    private func checkVariable(_ name: Name) throws(Fault) {
        guard let kind = context.scopes.binding(of: name.text)?.kind, kind == .const || kind == .let else { return }
        throw alreadyDeclared(name)
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

    private mutating func compileSwitch(_ value: Expression, _ cases: [Statement.Case]) throws(Fault) {
        context.scopes.enter()
        let slot = newSlot()
        try compile(value)
        emit(.declare(slot), at: value.offset)
        try declareNames(in: cases.flatMap(\.body))
        var starts: [Int] = []
        for test in cases.compactMap(\.value) {
            emit(.slot(slot), at: test.offset)
            try compile(test)
            emit(.binary(.unidentical), at: test.offset)
            starts.append(emit(.jumpUnless(0), at: test.offset))
        }
        let otherwise = emit(.jump(0), at: value.offset)
        context.loops.append(LoopContext(form: .switch))
        conditions += 1
        for item in cases {
            land(item.value == nil ? otherwise : starts.removeFirst())
            compileAll(item.body)
        }
        conditions -= 1
        if cases.allSatisfy({ $0.value != nil }) { land(otherwise) }
        for jump in context.loops.removeLast().breaks { land(jump) }
        context.scopes.leave()
    }

    private mutating func compileExit(
        _ exit: Statement.Exit, _ value: Expression?, at offset: Int
    ) throws(Fault) {
        let callback = context.loops.lastIndex { $0.form == .callback }
        guard exit == .return else {
            let loop = context.loops.lastIndex { exit == .break || $0.form != .switch }
            guard let loop, loop != callback else { throw misplaced(exit, at: offset) }
            let jump = emit(.jump(0), at: offset)
            if exit == .break { context.loops[loop].breaks.append(jump) }
            if exit == .continue { context.loops[loop].continues.append(jump) }
            return
        }
        if let callback {
            if let value { try compileEffect(value) }
            for loop in context.loops[(callback + 1)...] where loop.form == .list { emit(.endLoop, at: offset) }
            context.loops[callback].continues.append(emit(.jump(0), at: offset))
        } else {
            if let value { try compile(value) } else { emit(constant(.undefined), at: offset) }
            emit(.leave, at: offset)
            // What comes after is reached only where this stood under a condition.
            conditions += contexts.count == 1 ? 1 : 0
        }
    }

    private func misplaced(_ exit: Statement.Exit, at offset: Int) -> Fault {
        error(at: offset, "\"\(exit.rawValue)\" outside of a for loop", hint: "inside forEach write return")
    }
}
