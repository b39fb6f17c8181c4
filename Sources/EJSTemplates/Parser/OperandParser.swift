extension Parser {
    /// Reads an operand with its members, elements and calls.
    mutating func postfix() throws(Fault) -> Expression {
        var value = try operand()
        while let longer = try suffixed(value) { value = longer }
        return value
    }

    private mutating func suffixed(_ base: Expression) throws(Fault) -> Expression? {
        switch next.kind {
        case .sign(.dot):
            advance()
            return try member(of: base, isOptional: false)
        case .sign(.optionalDot):
            advance()
            if isAt(.openBracket) { return try element(of: base, isOptional: true) }
            return try member(of: base, isOptional: true)
        case .sign(.openBracket): return try element(of: base, isOptional: false)
        case .sign(.openParen): return try call(of: base)
        case .templateStart:
            throw unexpected("an operator", hint: "functions for template literals are not in templates")
        case _: return nil
        }
    }

    private mutating func member(of base: Expression, isOptional: Bool) throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        let name: String
        switch next.kind {
        case .name(let text): name = text
        case .keyword(let word): name = word.rawValue
        case _: throw unexpected("a member's name")
        }
        advance()
        try checkMachinery(name, at: offset)
        return try make(.member(base, name, isOptional: isOptional), offset, base)
    }

    /// Nothing is read from `.constructor` and its like, and they are not called.
    private func checkMachinery(_ name: String, at offset: Int) throws(Fault) {
        guard Refusals.machinery.contains(name) else { return }
        switch next.kind {
        case .sign(.dot), .sign(.optionalDot), .sign(.openBracket), .sign(.openParen):
            throw Fault(
                at: offset, "\".\(name)\" leads nowhere in templates",
                hint: "values have no \(name) here; write [\"\(name)\"] for a key of your data of that name")
        case _: break
        }
    }

    private mutating func element(of base: Expression, isOptional: Bool) throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        advance()
        let index = try expression()
        try expect(.closeBracket)
        return try make(.element(base, index, isOptional: isOptional), offset, base, index)
    }

    private mutating func call(of callee: Expression) throws(Fault) -> Expression {
        advance()
        var arguments: [Expression] = []
        while !isAt(.closeParen) {
            arguments.append(try expression())
            guard takes(.comma) else { break }
        }
        try expect(.closeParen)
        guard case .name("include") = callee.kind else {
            return try make(.call(callee, arguments), callee.offset, [callee] + arguments)
        }
        guard let path = arguments.first, arguments.count <= 2 else {
            throw Fault(at: callee.offset, "include takes a path and values: include(\"file\", { … })")
        }
        let data = arguments.count == 2 ? arguments[1] : nil
        return try make(.include(path: path, data: data), callee.offset, arguments)
    }

    private mutating func operand() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        switch next.kind {
        case .number(let value): return constant(.number(value))
        case .string(let text): return constant(.string(text))
        case .keyword(.true): return constant(.bool(true))
        case .keyword(.false): return constant(.bool(false))
        case .keyword(.null): return constant(.null)
        case .name(let name): return try named(name)
        case .keyword(let word) where word.isAlsoName && peek(1).kind != .keyword(.function):
            return try named(word.rawValue)
        case .keyword(.function): return try functionExpression(isArrow: false)
        case .templateStart: return try template()
        case .sign(.openParen): return try parenthesised()
        case .sign(.openBracket): return try array()
        case .sign(.openBrace): return try object()
        case .sign(.increment), .sign(.decrement):
            let operation: BinaryOperator = isAt(.increment) ? .add : .subtract
            advance()
            return try step(try postfix(), operation, at: offset)
        case _: throw unexpected("a value")
        }
    }

    private mutating func constant(_ value: TemplateValue) -> Expression {
        defer { advance() }
        return Expression(kind: .constant(value), offset: next.range.lowerBound, height: 1)
    }

    private mutating func named(_ name: String) throws(Fault) -> Expression {
        if let hint = Refusals.hint(forName: name) { throw error("\"\(name)\" is not part of templates", hint: hint) }
        let offset = next.range.lowerBound
        switch name {
        case "undefined": return constant(.undefined)
        case "NaN": return constant(.number(.nan))
        case "Infinity": return constant(.number(.infinity))
        case "include" where peek(1).kind != .sign(.openParen):
            throw error("\"include\" without its parentheses", hint: "write <%- include(\"file\") %>")
        case _:
            advance()
            return Expression(kind: name == "locals" ? .locals : .name(name), offset: offset, height: 1)
        }
    }

    private mutating func parenthesised() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        advance()
        let value = try expression()
        try expect(.closeParen)
        return try make(.group(value), offset, value)
    }

    private mutating func array() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        advance()
        var elements: [Expression] = []
        while !isAt(.closeBracket) {
            elements.append(try expression())
            guard takes(.comma) else { break }
        }
        try expect(.closeBracket)
        return try make(.array(elements), offset, elements)
    }

    private mutating func object() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        advance()
        var entries: [(key: String, value: Expression)] = []
        while !isAt(.closeBrace) {
            entries.append(try entry())
            guard takes(.comma) else { break }
        }
        try expect(.closeBrace)
        return try make(.object(entries), offset, entries.map(\.value))
    }

    private mutating func entry() throws(Fault) -> (key: String, value: Expression) {
        let name = name(of: next)
        let key: String
        switch next.kind {
        case .name(let text), .string(let text): key = text
        case .keyword(let word): key = word.rawValue
        case .number(let number): key = number.templateText
        case _: throw unexpected("a key")
        }
        if key == "__proto__" { throw error("\"__proto__\" is no key of an object here") }
        if name != nil, peek(1).kind == .sign(.comma) || peek(1).kind == .sign(.closeBrace) {
            return (key, try named(key))
        }
        advance()
        try expect(.colon, hint: "write key: value")
        return (key, try expression())
    }

    private mutating func template() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        advance()
        var parts: [Expression] = []
        while case .templateChunk(let text) = next.kind {
            if !text.isEmpty { parts.append(constant(.string(text))) } else { advance() }
            guard case .holeStart = next.kind else { break }
            advance()
            parts.append(try expression())
            guard case .holeEnd = next.kind else { throw unexpected("\"}\"") }
            advance()
        }
        guard case .templateEnd = next.kind else { throw unexpected("\"`\"") }
        advance()
        return try make(.template(parts), offset, parts)
    }

    mutating func functionExpression(isArrow: Bool) throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        if !isArrow { advance() }
        let function = try function(isArrow: isArrow)
        guard case .expression(let body) = function.body else { return try make(.function(function), offset) }
        return try make(.function(function), offset, body)
    }

    /// Whether plain names and `=>` come next.
    var startsArrow: Bool {
        if name(of: next) != nil { return peek(1).kind == .sign(.arrow) }
        guard isAt(.openParen) else { return false }
        var distance = 1
        while name(of: peek(distance)) != nil {
            distance += 1
            guard peek(distance).kind == .sign(.comma) else { break }
            distance += 1
        }
        return peek(distance).kind == .sign(.closeParen) && peek(distance + 1).kind == .sign(.arrow)
    }
}
