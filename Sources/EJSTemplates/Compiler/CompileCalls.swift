extension Compiler {
    /// Compiles a call and answers the jumps that leave its chain early.
    mutating func compileCall(
        _ callee: Expression, _ arguments: [Expression], _ isOptional: Bool, at offset: Int
    ) throws(Fault) -> [Int] {
        if try compileViewCall(callee, arguments, at: callee.offset) { return [] }
        if let function = languageFunction(callee) {
            try compileBuiltin(function, arguments, at: callee.offset)
            return []
        }
        var site = CallSite(callee: describe(callee))
        if case .member(let base, let name, let isAbsentFine) = callee.kind, !isOptional {
            site.name = name
            site.method = Builtins.methods.number(of: name)
            if site.method == nil { noteUnknown(name, of: base, at: callee.offset) }
            if Builtins.changes(name) { code.changesObjects = true }
            let jumps = try compileLink(base, isAbsentFine, at: callee.offset)
            site.count = try compileArguments(arguments, at: offset)
            emitCall(site, at: callee.offset) { .callMethod($0) }
            return jumps
        }
        if case .name(let name) = callee.kind, case .local = meaning(of: name) {
            code.unknownCalls.append(.init(name: name, isMethod: false, path: name, offset: callee.offset))
        }
        let jumps = try compileLink(callee, isOptional, at: offset)
        site.count = try compileArguments(arguments, at: offset)
        emitCall(site, at: callee.offset) { .callValue($0) }
        return jumps
    }

    /// Takes note of a method that no kind of value has.
    private mutating func noteUnknown(_ name: String, of base: Expression, at offset: Int) {
        var path: String?
        if case .name(let owner) = base.kind, case .local = meaning(of: owner) { path = "\(owner).\(name)" }
        code.unknownCalls.append(.init(name: name, isMethod: true, path: path, offset: offset))
    }

    private mutating func emitCall(_ site: CallSite, at offset: Int, _ operation: (Int) -> Operation) {
        code.calls.append(site)
        emit(operation(code.calls.count - 1), at: offset)
    }

    /// - Returns: How many arguments there are; `nil` when they are in one list.
    private mutating func compileArguments(_ arguments: [Expression], at offset: Int) throws(Fault) -> Int? {
        if arguments.contains(where: \.isSpread) {
            try compileList(arguments, at: offset)
            return nil
        }
        for argument in arguments { try compile(argument) }
        return arguments.count
    }

    private mutating func compileBuiltin(
        _ function: NamedBuiltin, _ arguments: [Expression], at offset: Int
    ) throws(Fault) {
        var site = CallSite(callee: function.name)
        site.method = code.builtins.count
        code.builtins.append(function)
        site.count = try compileArguments(arguments, at: offset)
        emitCall(site, at: offset) { .callBuiltin($0) }
    }

    /// The function of the language that is called, as `Math.round` or `parseInt`.
    mutating func languageFunction(_ callee: Expression) -> NamedBuiltin? {
        switch callee.kind {
        case .name(let name):
            guard case .language = meaning(of: name) else { return nil }
            return (settings.functions[name] ?? Builtins.functions[name]).map { .init(name: name, function: $0) }
        case .member(let base, let name, _):
            guard case .name(let namespace) = base.kind else { return nil }
            let full = "\(namespace).\(name)"
            if case .binding = meaning(of: namespace) { return nil }
            if let function = settings.functions[full] { return .init(name: full, function: function) }
            guard case .function(let function) = Builtins.statics[namespace]?[name] else { return nil }
            return .init(name: full, function: function)
        case _: return nil
        }
    }

    mutating func compileNew(_ name: String, _ arguments: [Expression], at offset: Int) throws(Fault) {
        guard let function = Builtins.constructors[name] else {
            throw error(at: offset, "\"new \(name)\" is not in templates", hint: Refusals.hint(for: .new))
        }
        try compileBuiltin(NamedBuiltin(name: "new \(name)", function: function), arguments, at: offset)
    }

    /// How an expression is written, for errors.
    func describe(_ expression: Expression) -> String {
        switch expression.kind {
        case .name(let name): name
        case .locals: "locals"
        case .member(let base, let name, _): describe(base) + "." + name
        case .element(let base, _, _): describe(base) + "[…]"
        case .call(let callee, _, _): describe(callee) + "(…)"
        case .group(let inner): describe(inner)
        case _: "the value"
        }
    }
}
