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
            if isAt(.openParen) { return try call(of: base, isOptional: true) }
            return try member(of: base, isOptional: true)
        case .sign(.openBracket): return try element(of: base, isOptional: false)
        case .sign(.openParen): return try call(of: base, isOptional: false)
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
        let index = try expressions()
        try expect(.closeBracket)
        return try make(.element(base, index, isOptional: isOptional), offset, base, index)
    }

    private mutating func call(of callee: Expression, isOptional: Bool) throws(Fault) -> Expression {
        let arguments = try arguments()
        guard case .name("include") = callee.kind else {
            return try make(.call(callee, arguments, isOptional: isOptional), callee.offset, [callee] + arguments)
        }
        guard let path = arguments.first, arguments.count <= 2 else {
            throw Fault(at: callee.offset, "include takes a path and values: include(\"file\", { … })")
        }
        let data = arguments.count == 2 ? arguments[1] : nil
        return try make(.include(path: path, data: data), callee.offset, arguments)
    }

    /// Reads `(a, ...b)`.
    private mutating func arguments() throws(Fault) -> [Expression] {
        try expect(.openParen)
        var arguments: [Expression] = []
        while !isAt(.closeParen) {
            arguments.append(try spreadable())
            guard takes(.comma) else { break }
        }
        try expect(.closeParen)
        return arguments
    }

    /// Reads an expression, or `...` and one.
    private mutating func spreadable() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        guard takes(.spread) else { return try expression() }
        let list = try expression()
        return try make(.spread(list), offset, list)
    }

    private mutating func operand() throws(Fault) -> Expression {
        switch next.kind {
        case .number(let value): return constant(.number(value))
        case .string(let text): return constant(.string(text))
        case .regExp(let source, let flags): return try regularExpression(source, flags)
        case .keyword(.true): return constant(.bool(true))
        case .keyword(.false): return constant(.bool(false))
        case .keyword(.null): return constant(.null)
        case .name(let name): return try named(name)
        case .keyword(let word) where word.isAlsoName && peek(1).kind != .keyword(.function):
            return try named(word.rawValue)
        case .keyword(.function): return try functionExpression()
        case .keyword(.new): return try construction()
        case .templateStart: return try template()
        case .sign(.openParen): return try parenthesised()
        case .sign(.openBracket): return try array()
        case .sign(.openBrace): return try object()
        case _: throw unexpected("a value")
        }
    }

    private mutating func regularExpression(_ source: String, _ flags: String) throws(Fault) -> Expression {
        defer { advance() }
        do throws(RegExpParser.Refusal) {
            let pattern = try RegExp(source, flags: flags)
            return Expression(kind: .regExp(pattern), offset: next.range.lowerBound, height: 1)
        } catch {
            throw self.error(error.message, hint: "match texts with ==, or work the value out in the handler")
        }
    }

    private mutating func constant(_ value: TemplateValue) -> Expression {
        defer { advance() }
        return Expression(kind: .constant(value), offset: next.range.lowerBound, height: 1)
    }

    private mutating func named(_ name: String) throws(Fault) -> Expression {
        if name == "process", let variable = environmentName { return environment(variable) }
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

    /// The name in `process.env.NAME`, where that comes next.
    private var environmentName: String? {
        guard peek(1).kind == .sign(.dot), peek(2).kind == .name("env"), peek(3).kind == .sign(.dot) else { return nil }
        return name(of: peek(4))
    }

    private mutating func environment(_ variable: String) -> Expression {
        for _ in 0..<4 { advance() }
        defer { advance() }
        return Expression(kind: .environment(variable), offset: next.range.lowerBound, height: 1)
    }

    /// Reads `new Date(…)`.
    private mutating func construction() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        advance()
        var name = try expectName().text
        while takes(.dot) { name += "." + (try expectName().text) }
        let arguments = isAt(.openParen) ? try arguments() : []
        return try make(.new(name, arguments), offset, arguments)
    }

    private mutating func parenthesised() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        advance()
        let value = try expressions()
        try expect(.closeParen)
        return try make(.group(value), offset, value)
    }

    private mutating func array() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        advance()
        var elements: [Expression] = []
        while !isAt(.closeBracket) {
            elements.append(try spreadable())
            guard takes(.comma) else { break }
        }
        try expect(.closeBracket)
        return try make(.array(elements), offset, elements)
    }

    private mutating func template() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        advance()
        var parts: [Expression] = []
        while case .templateChunk(let text) = next.kind {
            if !text.isEmpty { parts.append(constant(.string(text))) } else { advance() }
            guard case .holeStart = next.kind else { break }
            advance()
            parts.append(try expressions())
            guard case .holeEnd = next.kind else { throw unexpected("\"}\"") }
            advance()
        }
        guard case .templateEnd = next.kind else { throw unexpected("\"`\"") }
        advance()
        return try make(.template(parts), offset, parts)
    }
}

// MARK: - Object literals

extension Parser {
    private mutating func object() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        advance()
        var properties: [Property] = []
        while !isAt(.closeBrace) {
            properties.append(try property())
            guard takes(.comma) else { break }
        }
        try expect(.closeBrace)
        return try make(.object(properties), offset, properties.flatMap(\.parts))
    }

    private mutating func property() throws(Fault) -> Property {
        if takes(.spread) { return .spread(try expression()) }
        if takes(.openBracket) {
            let key = try expression()
            try expect(.closeBracket)
            try expect(.colon, hint: "write [key]: value")
            return .computed(key, try expression())
        }
        let name = name(of: next)
        let key = try key()
        if key == "__proto__" { throw error("\"__proto__\" is no key of an object here") }
        if let name, peek(1).kind == .sign(.comma) || peek(1).kind == .sign(.closeBrace) {
            return .named(key, try named(name))
        }
        let offset = next.range.lowerBound
        advance()
        if isAt(.openParen) {
            let function = try function(named: key, isArrow: false)
            return .named(key, try make(.function(function), offset))
        }
        try expect(.colon, hint: "write key: value")
        return .named(key, try expression())
    }

    /// The key of an object that the present token is.
    func key() throws(Fault) -> String {
        switch next.kind {
        case .name(let text), .string(let text): text
        case .keyword(let word): word.rawValue
        case .number(let number): number.templateText
        case _: throw unexpected("a key")
        }
    }
}

extension Property {
    fileprivate var parts: [Expression] {
        switch self {
        case .named(_, let value), .spread(let value): [value]
        case .computed(let key, let value): [key, value]
        }
    }
}
