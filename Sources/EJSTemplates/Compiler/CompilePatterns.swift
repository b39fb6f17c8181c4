extension Compiler {
    /// Pops a value into declared names.
    mutating func compileBinding(of pattern: Pattern) throws(Fault) {
        try compile(pattern) { compiler, target throws(Fault) in
            guard case .name(let name) = target else { throw compiler.error(at: target.offset, "a name was expected") }
            try compiler.compileDeclaration(of: name)
        }
    }

    /// Pops a value into names and members.
    mutating func compileAssignment(to pattern: Pattern) throws(Fault) {
        try compile(pattern) { compiler, target throws(Fault) in
            switch target {
            case .name(let name): try compiler.compileStore(name)
            case .target(let member): try compiler.compileSwappedStore(to: member)
            case .object, .array: break
            }
        }
    }

    private typealias Store = (inout Compiler, Pattern) throws(Fault) -> Void

    private mutating func compile(_ pattern: Pattern, _ store: Store) throws(Fault) {
        switch pattern {
        case .name, .target: try store(&self, pattern)
        case .object(let entries, let rest, let offset): try compile(entries, rest, at: offset, store)
        case .array(let elements, let rest, let offset): try compile(elements, rest, at: offset, store)
        }
    }

    private mutating func compile(
        _ entries: [Pattern.Entry], _ rest: Pattern?, at offset: Int, _ store: Store
    ) throws(Fault) {
        emit(.requireObject(word(entries.first?.key ?? "")), at: offset)
        for entry in entries {
            emit(.copy, at: offset)
            emit(.member(word(entry.key)), at: entry.element.pattern.offset)
            try compileDefault(entry.element.value)
            try compile(entry.element.pattern, store)
        }
        if let rest {
            code.shapes.append(entries.map(\.key))
            emit(.otherKeys(shape: code.shapes.count - 1), at: offset)
            try compile(rest, store)
        }
        emit(.drop, at: offset)
    }

    private mutating func compile(
        _ elements: [Pattern.Element?], _ rest: Pattern?, at offset: Int, _ store: Store
    ) throws(Fault) {
        emit(.spreadOut(word("the value")), at: offset)
        for (position, element) in elements.enumerated() {
            guard let element else { continue }
            emit(.copy, at: offset)
            emit(constant(.number(Double(position))), at: offset)
            emit(.element, at: offset)
            try compileDefault(element.value)
            try compile(element.pattern, store)
        }
        if let rest {
            emit(.otherElements(from: elements.count), at: offset)
            try compile(rest, store)
        }
        emit(.drop, at: offset)
    }

    /// Puts a default in the place of undefined.
    mutating func compileDefault(_ value: Expression?) throws(Fault) {
        guard let value else { return }
        let jump = emit(.jumpKeepingDefined(0), at: value.offset)
        conditions += 1
        try compile(value)
        conditions -= 1
        land(jump)
    }
}
