extension Compiler {
    /// Compiles a chain of members and calls and answers the jumps that leave it early, at a `?.` after nothing.
    mutating func compileChain(_ expression: Expression) throws(Fault) -> [Int] {
        if let path = path(of: expression) {
            emit(.path(path), at: expression.offset)
            return []
        }
        switch expression.kind {
        case .member(let base, let name, let isOptional):
            if compileLanguageMember(expression, base, name) { return [] }
            let jumps = try compileLink(base, isOptional, at: expression.offset)
            emit(.member(word(name)), at: expression.offset)
            return jumps
        case .element(let base, let index, let isOptional):
            let jumps = try compileLink(base, isOptional, at: expression.offset)
            try compile(index)
            emit(.element, at: expression.offset)
            return jumps
        case .call(let callee, let arguments, let isOptional):
            return try compileCall(callee, arguments, isOptional, at: expression.offset)
        case _:
            try compile(expression)
            return []
        }
    }

    mutating func compileLink(
        _ base: Expression, _ isOptional: Bool, at offset: Int
    ) throws(Fault) -> [Int] {
        var jumps = try compileChain(base)
        if isOptional { jumps.append(emit(.jumpIfAbsent(0), at: offset)) }
        return jumps
    }

    /// Compiles `Math.PI` or `Math.round` as a value.
    ///
    /// - Returns: `false` for a member of anything else.
    private mutating func compileLanguageMember(_ member: Expression, _ base: Expression, _ name: String) -> Bool {
        if let function = languageFunction(member) {
            code.builtins.append(function)
            emit(.builtin(code.builtins.count - 1), at: member.offset)
            return true
        }
        guard case .name(let namespace) = base.kind, case .language = meaning(of: namespace),
            case .constant(let value) = Builtins.statics[namespace]?[name]
        else { return false }
        emit(constant(value), at: member.offset)
        return true
    }
}
