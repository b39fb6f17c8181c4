extension Parser {
    /// Whether names or patterns and `=>` come next.
    ///
    /// Looks ahead to the closing parenthesis, at most to the end of the tag.
    var startsArrow: Bool {
        if name(of: next) != nil { return peek(1).kind == .sign(.arrow) }
        guard isAt(.openParen) else { return false }
        var depth = 0
        var distance = 0
        while true {
            switch peek(distance).kind {
            case .sign(.openParen), .sign(.openBracket), .sign(.openBrace): depth += 1
            case .sign(.closeParen), .sign(.closeBracket), .sign(.closeBrace): depth -= 1
            case .tagEnd, .outputEnd, .text, .end, .invalid: return false
            case _: break
            }
            distance += 1
            if depth == 0 { return peek(distance).kind == .sign(.arrow) }
        }
    }

    mutating func arrowFunction() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        return try make(function(named: "", isArrow: true), offset)
    }

    /// Reads `function (x, i) { … }`, which may have a name for itself.
    mutating func functionExpression() throws(Fault) -> Expression {
        let offset = next.range.lowerBound
        advance()
        let name = isAt(.openParen) ? "" : try declaredName().text
        var function = try function(named: name, isArrow: false)
        function.namesItself = !name.isEmpty
        return try make(function, offset)
    }

    private func make(_ function: Function, _ offset: Int) throws(Fault) -> Expression {
        guard case .expression(let body) = function.body else { return try make(.function(function), offset) }
        return try make(.function(function), offset, body)
    }

    /// Reads parameters and the body.
    mutating func function(named name: String, isArrow: Bool) throws(Fault) -> Function {
        var function = Function(name: name, parameters: [], rest: nil, body: .statements([]))
        if isArrow, !isAt(.openParen) {
            function.parameters = [.init(pattern: .name(try declaredName()), value: nil)]
        } else {
            try readParameters(of: &function)
        }
        if isArrow { try expect(.arrow) }
        if isArrow, !isAt(.openBrace) {
            function.body = .expression(try expression())
        } else {
            function.body = .statements(try block())
        }
        return function
    }

    private mutating func readParameters(of function: inout Function) throws(Fault) {
        try expect(.openParen)
        while !isAt(.closeParen) {
            if takes(.spread) {
                function.rest = try binding()
                break
            }
            let element = try bindingElement()
            function.parameters.append(.init(pattern: element.pattern, value: element.value))
            guard takes(.comma) else { break }
        }
        try expect(.closeParen)
    }
}
