extension Parser {
    /// Reads statements up to a `}` or the end of the view.
    mutating func statements() throws(Fault) -> [Statement] {
        var statements: [Statement] = []
        while true {
            switch next.kind {
            case .end, .sign(.closeBrace), .keyword(.case), .keyword(.default): return statements
            case .tagEnd, .sign(.semicolon): advance()
            case .text(let range):
                advance()
                statements.append(.text(range))
            case _: statements.append(try nested { parser throws(Fault) in try parser.statement() })
            }
        }
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
        case .directive(let path): return directive(path)
        case .sign(.openBrace): return .block(try block())
        case .keyword(.if): return try branch()
        case .keyword(.switch): return try choice()
        case .keyword(.for): return try loop()
        case .keyword(.while): return try whileLoop()
        case .keyword(.do): return try doLoop()
        case .keyword(.function): return try functionDeclaration()
        case .keyword(.const): return try declaration(.const)
        case .keyword(.let): return try declaration(.let)
        case .keyword(.var): return try declaration(.var)
        case .keyword(.break): return try exit(.break)
        case .keyword(.continue): return try exit(.continue)
        case .keyword(.return): return try exit(.return)
        case _: return try expressionStatement()
        }
    }

    private mutating func output(isEscaped: Bool) throws(Fault) -> Statement {
        advance()
        guard next.kind != .outputEnd else {
            advance()
            return .block([])
        }
        let value = try expression()
        _ = takes(.semicolon)
        guard next.kind == .outputEnd else { throw unexpected("\"%>\"") }
        advance()
        return .output(value, isEscaped: isEscaped)
    }

    /// EJS 2's `<% include partials/head %>`; the view that is included sees the names declared here.
    private mutating func directive(_ path: String) -> Statement {
        let offset = next.range.lowerBound
        advance()
        let written = Expression(kind: .constant(.string(path)), offset: offset, height: 1)
        let names = Expression(kind: .visibleNames, offset: offset, height: 1)
        return .output(
            Expression(kind: .include(path: written, data: names), offset: offset, height: 2), isEscaped: false)
    }

    private mutating func expressionStatement() throws(Fault) -> Statement {
        let value = try expressions()
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
        let value = exit == .return && !endsStatement ? try expressions() : nil
        try endStatement()
        return .exit(exit, value: value, offset: offset)
    }

    private var endsStatement: Bool {
        switch next.kind {
        case .tagEnd, .sign(.semicolon), .sign(.closeBrace), .end: true
        case _: next.followsLineBreak
        }
    }

    private mutating func functionDeclaration() throws(Fault) -> Statement {
        advance()
        let name = try declaredName()
        return .function(name, try function(named: name.text, isArrow: false))
    }
}

// MARK: - Branches

extension Parser {
    private mutating func branch() throws(Fault) -> Statement {
        var branches: [(condition: Expression, body: [Statement])] = []
        repeat {
            guard takes(.if) else { throw unexpected("\"if\"") }
            branches.append((try condition(), try body()))
            guard takes(.else) else { return .branch(branches, otherwise: nil) }
        } while isAt(.if)
        return .branch(branches, otherwise: try body())
    }

    private mutating func condition() throws(Fault) -> Expression {
        try expect(.openParen)
        let condition = try expressions()
        try expect(.closeParen)
        return condition
    }

    /// Reads the block or the one statement that a condition or a loop governs.
    private mutating func body() throws(Fault) -> [Statement] {
        switch next.kind {
        case .sign(.openBrace): return try block()
        case .tagEnd, .sign(.semicolon), .end:
            throw unexpected("\"{\"", hint: "add { here and <% } %> at the end; without them the text always shows")
        case .keyword(.const), .keyword(.let), .keyword(.function): throw unexpected("\"{\"")
        case _: return [try nested { parser throws(Fault) in try parser.statement() }]
        }
    }
}

// MARK: - Switch

extension Parser {
    private mutating func choice() throws(Fault) -> Statement {
        advance()
        let value = try condition()
        try expect(.openBrace)
        var cases: [Statement.Case] = []
        while !takes(.closeBrace) { cases.append(try switchCase(cases)) }
        return .switch(value, cases)
    }

    /// Text before the first case is none of JavaScript, and none of EJS: the tag goes on to the case.
    private mutating func switchCase(_ before: [Statement.Case]) throws(Fault) -> Statement.Case {
        var value: Expression?
        if takes(.case) {
            value = try expressions()
        } else if before.allSatisfy({ $0.value != nil }), takes(.default) {
            value = nil
        } else {
            throw unexpected("\"case\"", hint: before.isEmpty ? "write <% switch (x) { case 1: %> in one tag" : nil)
        }
        try expect(.colon)
        return .init(value: value, body: try statements())
    }
}

// MARK: - Declarations and loops

extension Parser {
    private mutating func declaration(_ kind: DeclarationKind) throws(Fault) -> Statement {
        advance()
        let declaration = try declarations(kind)
        try endStatement()
        return declaration
    }

    private mutating func declarations(_ kind: DeclarationKind) throws(Fault) -> Statement {
        var list: [Statement.Declaration] = []
        repeat {
            let pattern = try binding()
            let value = takes(.assign) ? try expression() : nil
            if value == nil, kind == .const || !pattern.isName {
                throw unexpected("\"=\"", hint: kind == .const ? "a const needs its value" : nil)
            }
            list.append(.init(pattern: pattern, value: value))
        } while takes(.comma)
        return .declare(kind, list)
    }

    private mutating func loop() throws(Fault) -> Statement {
        advance()
        try expect(.openParen)
        guard let kind = declarationKind else { return try undeclaredLoop() }
        advance()
        guard startsWalk else { return try countingLoop(start: try declarations(kind)) }
        return try walk(kind, over: try binding())
    }

    /// Whether a name or a pattern comes next and `of` or `in` after it.
    private var startsWalk: Bool {
        var depth = 0
        var distance = 0
        repeat {
            switch peek(distance).kind {
            case .sign(.openBracket), .sign(.openBrace), .sign(.openParen): depth += 1
            case .sign(.closeBracket), .sign(.closeBrace), .sign(.closeParen): depth -= 1
            case .tagEnd, .outputEnd, .text, .end, .invalid: return false
            case _: break
            }
            distance += 1
        } while depth > 0
        return peek(distance).kind == .keyword(.of) || peek(distance).kind == .keyword(.in)
    }

    private mutating func undeclaredLoop() throws(Fault) -> Statement {
        if isAt(.semicolon) { return try countingLoop(start: nil) }
        guard name(of: next) != nil, startsWalk else {
            return try countingLoop(start: .expression(try expressions()))
        }
        return try walk(nil, over: .name(try expectName()))
    }

    private mutating func walk(_ kind: DeclarationKind?, over pattern: Pattern) throws(Fault) -> Statement {
        let form: Statement.Loop.Form = isAt(.of) ? .of : .in
        advance()
        let list = form == .of ? try expression() : try expressions()
        try expect(.closeParen)
        return .loop(.init(form: form, kind: kind, pattern: pattern, body: try body()), list: list)
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
        let condition = isAt(.semicolon) ? nil : try expressions()
        try expect(.semicolon)
        let step = isAt(.closeParen) ? nil : try expressions()
        try expect(.closeParen)
        return .forCount(start: start, condition: condition, step: step, body: try body())
    }

    private mutating func whileLoop() throws(Fault) -> Statement {
        advance()
        return .while(try condition(), body: try body(), isFirst: true)
    }

    private mutating func doLoop() throws(Fault) -> Statement {
        advance()
        let body = try body()
        guard takes(.while) else { throw unexpected("\"while\"") }
        let condition = try condition()
        _ = takes(.semicolon)
        return .while(condition, body: body, isFirst: false)
    }
}
