extension Parser {
    /// Reads a name, or a pattern of names: `{ a, b: c = 1, ...rest }`, `[x, , y]`.
    mutating func binding() throws(Fault) -> Pattern {
        switch next.kind {
        case .sign(.openBrace): try nested { parser throws(Fault) in try parser.objectBinding() }
        case .sign(.openBracket): try nested { parser throws(Fault) in try parser.arrayBinding() }
        case _: .name(try declaredName())
        }
    }

    mutating func bindingElement() throws(Fault) -> Pattern.Element {
        let pattern = try binding()
        return .init(pattern: pattern, value: takes(.assign) ? try expression() : nil)
    }

    private mutating func objectBinding() throws(Fault) -> Pattern {
        let offset = next.range.lowerBound
        advance()
        var entries: [Pattern.Entry] = []
        var rest: Pattern?
        while !isAt(.closeBrace) {
            if takes(.spread) {
                rest = .name(try declaredName())
                break
            }
            entries.append(try entry())
            guard takes(.comma) else { break }
        }
        try expect(.closeBrace)
        return .object(entries, rest: rest, offset: offset)
    }

    private mutating func entry() throws(Fault) -> Pattern.Entry {
        let key = try key()
        if peek(1).kind == .sign(.colon) {
            advance()
            advance()
            return .init(key: key, element: try bindingElement())
        }
        return .init(key: key, element: try bindingElement())
    }

    private mutating func arrayBinding() throws(Fault) -> Pattern {
        let offset = next.range.lowerBound
        advance()
        var elements: [Pattern.Element?] = []
        var rest: Pattern?
        while !isAt(.closeBracket) {
            if takes(.spread) {
                rest = try binding()
                break
            }
            elements.append(isAt(.comma) ? nil : try bindingElement())
            guard takes(.comma) else { break }
        }
        try expect(.closeBracket)
        return .array(elements, rest: rest, offset: offset)
    }

    /// Reads a name where it is declared; the names of the templates and of the language cannot be.
    mutating func declaredName() throws(Fault) -> Name {
        let isReserved = name(of: next).map {
            Self.reserved.contains($0) || Builtins.knows($0) || Refusals.hint(forName: $0) != nil
        }
        if isReserved == true { throw unexpected("another name", hint: "this name belongs to the templates") }
        return try expectName()
    }

    private static let reserved: Set<String> = ["include", "locals", "undefined", "NaN", "Infinity"]

    /// An expression as what a value is given to.
    func pattern(of expression: Expression) throws(Fault) -> Pattern {
        switch expression.withoutGroups.kind {
        case .name(let name):
            return .name(Name(text: name, offset: expression.offset))
        case .member(_, _, isOptional: false), .element(_, _, isOptional: false):
            return .target(expression.withoutGroups)
        case .array(let elements):
            var parts: [Pattern.Element?] = []
            for element in elements { parts.append(.init(pattern: try pattern(of: element), value: nil)) }
            return .array(parts, rest: nil, offset: expression.offset)
        case .locals: throw Fault(at: expression.offset, "\"locals\" is no name to set", hint: "set a member of it")
        case _:
            throw Fault(at: expression.offset, "no value can be given to this", hint: "give it to a name or a member")
        }
    }
}
