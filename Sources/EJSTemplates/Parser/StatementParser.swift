extension Parser {
    /// Reads statements up to a `}` or the end of the view.
    mutating func statements() throws(Fault) -> [Statement] {
        var statements: [Statement] = []
        while true {
            switch next.kind {
            case .end, .sign(.closeBrace): return statements
            case .tagEnd, .sign(.semicolon): advance()
            case .text(let range):
                advance()
                add(text: source.bytes[range], to: &statements)
            case _: statements.append(try nested { parser throws(Fault) in try parser.statement() })
            }
        }
    }

    /// Adds text, in one statement with the text before it.
    private func add(text: ArraySlice<UInt8>, to statements: inout [Statement]) {
        guard case .text(var run) = statements.last else {
            statements.append(.text(Array(text)))
            return
        }
        statements.removeLast()
        run += text
        statements.append(.text(run))
    }

    /// Reads `{ … }`.
    mutating func block() throws(Fault) -> [Statement] {
        let start = next.range.lowerBound
        try expect(.openBrace)
        let body = try statements()
        guard takes(.closeBrace) else {
            if case .end = next.kind { throw Fault(at: start, "\"{\" is never closed, expected \"}\"") }
            throw unexpected("\"}\"")
        }
        return body
    }

    private mutating func statement() throws(Fault) -> Statement {
        switch next.kind {
        case .outputStart(let isEscaped): return try output(isEscaped: isEscaped)
        case .sign(.openBrace): return .block(try block())
        case .keyword(.if): return try branch()
        case .keyword(.for): return try loop()
        case .keyword(.const): return try declaration(.const)
        case .keyword(.let): return try declaration(.let)
        case .keyword(.var): return try declaration(.var)
        case .keyword(.break): return try exit(.break)
        case .keyword(.continue): return try exit(.continue)
        case .keyword(.return): return try exit(.return)
        case .name("include") where isDirective: throw directive
        case _: return try expressionStatement()
        }
    }

    private mutating func output(isEscaped: Bool) throws(Fault) -> Statement {
        advance()
        guard next.kind != .outputEnd else {
            advance()
            return .text([])
        }
        let value = try expression()
        _ = takes(.semicolon)
        guard next.kind == .outputEnd else { throw unexpected("\"%>\"") }
        advance()
        return .output(value, isEscaped: isEscaped)
    }

    private mutating func expressionStatement() throws(Fault) -> Statement {
        let value = try expression()
        try endStatement()
        return .expression(value)
    }

    /// Reads the end of a statement, which a line break or a `}` can stand in for.
    private mutating func endStatement() throws(Fault) {
        switch next.kind {
        case .tagEnd, .sign(.semicolon): advance()
        case .sign(.closeBrace), .end: break
        case _: if !next.followsLineBreak { throw unexpected("\";\" or \"%>\"") }
        }
    }

    private mutating func exit(_ exit: Statement.Exit) throws(Fault) -> Statement {
        let offset = next.range.lowerBound
        advance()
        try endStatement()
        return .exit(exit, offset: offset)
    }
}

// MARK: - Branches

extension Parser {
    private mutating func branch() throws(Fault) -> Statement {
        var branches: [(condition: Expression, body: [Statement])] = []
        repeat {
            try expectWord(.if)
            try expect(.openParen)
            let condition = try expression()
            try expect(.closeParen)
            branches.append((condition, try body()))
            guard takes(.else) else { return .branch(branches, otherwise: nil) }
        } while isAt(.if)
        return .branch(branches, otherwise: try body())
    }

    private mutating func expectWord(_ word: Keyword) throws(Fault) {
        guard takes(word) else { throw unexpected("\"\(word.rawValue)\"") }
    }

    /// Reads the block or the one statement that a condition or a loop governs.
    private mutating func body() throws(Fault) -> [Statement] {
        switch next.kind {
        case .sign(.openBrace): return try block()
        case .tagEnd, .sign(.semicolon), .end:
            throw unexpected("\"{\"", hint: "add { here and <% } %> at the end; without them the text always shows")
        case .keyword(.const), .keyword(.let), .keyword(.var): throw unexpected("\"{\"")
        case _: return [try nested { parser throws(Fault) in try parser.statement() }]
        }
    }

    /// EJS 2's `<% include partials/head %>`, which EJS 3 no longer has.
    private var isDirective: Bool {
        switch peek(1).kind {
        case .name, .sign(.slash), .sign(.dot): !peek(1).followsLineBreak
        case _: false
        }
    }

    private var directive: Fault {
        error("an include without parentheses", hint: "write <%- include(\"…\") %>")
    }
}

// MARK: - Declarations and loops

extension Parser {
    private mutating func declaration(_ kind: DeclarationKind) throws(Fault) -> Statement {
        let declaration = try declarations(kind)
        try endStatement()
        return declaration
    }

    private mutating func declarations(_ kind: DeclarationKind) throws(Fault) -> Statement {
        advance()
        var list: [Statement.Declaration] = []
        repeat {
            let name = try declaredName()
            let value = takes(.assign) ? try expression() : nil
            if kind == .const, value == nil { throw unexpected("\"=\"", hint: "a const needs its value") }
            list.append(.init(name: name, value: value))
        } while takes(.comma)
        return .declare(kind, list)
    }

    private mutating func declaredName() throws(Fault) -> Name {
        if isAt(.openBrace) || isAt(.openBracket) {
            throw unexpected("a name", hint: "take values apart one by one: const a = x.a")
        }
        let isReserved = name(of: next).map { Self.reserved.contains($0) || Refusals.hint(forName: $0) != nil }
        if isReserved == true { throw unexpected("another name", hint: "this name belongs to the templates") }
        return try expectName()
    }

    private static let reserved: Set<String> = ["include", "locals", "undefined", "NaN", "Infinity"]

    private mutating func loop() throws(Fault) -> Statement {
        advance()
        try expect(.openParen)
        guard let kind = declarationKind else {
            if isAt(.semicolon) { return try countingLoop(start: nil) }
            return try countingLoop(start: .expression(try expression()))
        }
        guard peek(2).kind == .keyword(.of) || peek(2).kind == .keyword(.in) else {
            return try countingLoop(start: try declarations(kind))
        }
        advance()
        let name = try declaredName()
        guard takes(.of) else {
            throw unexpected("\"of\"", hint: "walk over a list of keys that the handler passes")
        }
        let list = try expression()
        try expect(.closeParen)
        return .forOf(.init(kind: kind, name: name, body: try body()), list: list)
    }

    private var declarationKind: DeclarationKind? {
        switch next.kind {
        case .keyword(.const): .const
        case .keyword(.let): .let
        case .keyword(.var): .var
        case _: nil
        }
    }

    private mutating func countingLoop(start: Statement?) throws(Fault) -> Statement {
        try expect(.semicolon)
        let condition = isAt(.semicolon) ? nil : try expression()
        try expect(.semicolon)
        var step: [Expression] = []
        if !isAt(.closeParen) {
            repeat { step.append(try expression()) } while takes(.comma)
        }
        try expect(.closeParen)
        return .forCount(start: start, condition: condition, step: step, body: try body())
    }

    /// Reads `function (x, i) { … }`, or an arrow function whose parameters come next.
    mutating func function(isArrow: Bool) throws(Fault) -> Function {
        var parameters: [Name] = []
        if !isArrow || isAt(.openParen) {
            try expect(.openParen, hint: "write function (x) { without a name")
            while !isAt(.closeParen) {
                parameters.append(try declaredName())
                guard takes(.comma) else { break }
            }
            try expect(.closeParen, hint: "parameters are plain names: (x, i)")
        } else {
            parameters.append(try declaredName())
        }
        if isArrow { try expect(.arrow) }
        guard !isArrow || isAt(.openBrace) else {
            return Function(parameters: parameters, body: .expression(try expression()))
        }
        return Function(parameters: parameters, body: .statements(try block()))
    }
}
