extension Compiler {
    /// What a name means.
    enum Meaning {
        case binding(Scopes.Binding)
        /// A local of the page, in a slot of the present context.
        case local(slot: Int)
        /// A name of the language or of the app: `Math`, `parseInt`, `money`.
        case language
    }

    mutating func meaning(of name: String) -> Meaning {
        if let binding = binding(of: name, in: contexts.count - 1) { return .binding(binding) }
        if Builtins.knows(name) || settings.functions[name] != nil { return .language }
        return .local(slot: slot(ofLocal: name))
    }

    /// The binding of a name in a context; where it comes from around, the context gets a slot of its own for it.
    private mutating func binding(of name: String, in level: Int) -> Scopes.Binding? {
        if let binding = contexts[level].scopes.binding(of: name) { return binding }
        guard level > 0, let outer = binding(of: name, in: level - 1) else { return nil }
        // Whether its declaration has been passed shows only when the function runs.
        return .init(slot: capture(outer.slot, in: level), kind: outer.kind)
    }

    /// The slot of a local in the innermost context.
    private mutating func slot(ofLocal name: String) -> Int {
        var slot = localSlot(of: name)
        for level in contexts.indices.dropFirst() { slot = capture(slot, in: level) }
        return slot
    }

    /// The slot in a context for one of the context around it.
    private mutating func capture(_ outer: Int, in level: Int) -> Int {
        if let known = contexts[level].captured[outer] { return known }
        contexts[level - 1].enclosed.insert(outer)
        let slot = contexts[level].body.slotCount
        contexts[level].body.slotCount += 1
        contexts[level].enclosed.insert(slot)
        contexts[level].captures.append((outer, slot))
        contexts[level].captured[outer] = slot
        return slot
    }

    // MARK: Reading

    mutating func compileName(_ name: Name) throws(Fault) {
        switch meaning(of: name.text) {
        case .binding(let binding):
            guard binding.isReady else { throw usedTooEarly(name) }
            emit(.slot(binding.slot), at: name.offset)
        case .local(let slot): emit(.path(path(slot: slot, name, [])), at: name.offset)
        case .language: try compileLanguageName(name)
        }
    }

    private mutating func compileLanguageName(_ name: Name) throws(Fault) {
        guard let function = settings.functions[name.text] ?? Builtins.functions[name.text] else {
            throw error(
                at: name.offset, "\"\(name.text)\" is no value by itself", hint: "write \(name.text) with a member")
        }
        code.builtins.append(NamedBuiltin(name: name.text, function: function))
        emit(.builtin(code.builtins.count - 1), at: name.offset)
    }

    mutating func path(slot: Int, _ root: Name?, _ steps: [Path.Step]) -> Int {
        code.paths.append(Path(place: .slot(slot), root: root, steps: steps.reversed()))
        return code.paths.count - 1
    }

    /// The path for a name or a chain of plain members from a name or from `locals`.
    mutating func path(of expression: Expression) -> Int? {
        var steps: [Path.Step] = []
        var place = expression
        while case .member(let base, let name, isOptional: false) = place.kind {
            if case .locals = base.kind {
                // A `var` that no local has is none of the locals, although it has their slot.
                guard !variables.contains(name) else { return nil }
                return path(slot: slot(ofLocal: name), nil, steps)
            }
            steps.append(.init(name: name, offset: place.offset))
            place = base
        }
        guard case .name(let name) = place.kind else { return nil }
        switch meaning(of: name) {
        case .binding(let binding): return binding.isReady ? path(slot: binding.slot, nil, steps) : nil
        case .local(let slot): return path(slot: slot, Name(text: name, offset: place.offset), steps)
        case .language: return nil
        }
    }

    // MARK: Writing

    /// Pops into a name that is declared here.
    mutating func compileDeclaration(of name: Name) throws(Fault) {
        guard let binding = context.scopes.binding(of: name.text) else { return try compileStore(name) }
        if binding.kind == .local { emit(.noteLocal(word(name.text), makes: false), at: name.offset) }
        context.scopes.complete(name.text)
        emit(binding.kind == .local ? .store(binding.slot) : .declare(binding.slot), at: name.offset)
    }

    /// Pops into a name; one that is not declared becomes a local of the view.
    mutating func compileStore(_ name: Name) throws(Fault) {
        switch meaning(of: name.text) {
        case .binding(let binding):
            guard binding.isReady else { throw usedTooEarly(name) }
            if binding.kind == .const {
                throw error(at: name.offset, "\"\(name.text)\" is a const", hint: "declare it with let")
            }
            if binding.kind == .local { emit(.noteLocal(word(name.text), makes: false), at: name.offset) }
            emit(.store(binding.slot), at: name.offset)
        case .local: compileStore(toLocal: name)
        case .language:
            throw error(at: name.offset, "\"\(name.text)\" belongs to the language", hint: "take another name")
        }
    }

    /// Pops into a local of the page.
    mutating func compileStore(toLocal name: Name) {
        code.keys.insert(name.text)
        emit(.noteLocal(word(name.text), makes: true), at: name.offset)
        emit(.store(slot(ofLocal: name.text)), at: name.offset)
    }

    func usedTooEarly(_ name: Name) -> Fault {
        error(at: name.offset, "\"\(name.text)\" is used before its declaration", hint: "move the declaration up")
    }
}
