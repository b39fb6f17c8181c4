extension Compiler {
    /// Compiles `target = value` and `target += value`; its value stays on the stack unless it is dropped.
    mutating func compileAssign(
        _ target: Pattern, _ operation: AssignmentOperator?, _ value: Expression, keeps: Bool, at offset: Int
    ) throws(Fault) {
        switch target {
        case .name(let name):
            try compileNewValue(operation, value, target, at: offset) { compiler throws(Fault) in
                try compiler.compileName(name)
            }
            if keeps { emit(.copy, at: offset) }
            try compileStore(name)
        case .target(let member): try compileMemberAssign(member, operation, value, keeps: keeps, at: offset)
        case .object, .array:
            try compile(value)
            if keeps { emit(.copy, at: offset) }
            try compileAssignment(to: target)
        }
    }

    /// Compiles what is assigned; a logical operator jumps over the value, and stores the old one again.
    private mutating func compileNewValue(
        _ operation: AssignmentOperator?, _ value: Expression, _ target: Pattern, at offset: Int,
        old: (inout Compiler) throws(Fault) -> Void
    ) throws(Fault) {
        switch operation {
        case nil: try compileNamed(value, target)
        case .binary(let operation):
            try old(&self)
            try compile(value)
            emit(.binary(operation), at: offset)
        case .logical(let operation):
            try old(&self)
            try compileOtherwise(operation, value, at: offset)
        }
    }

    private mutating func compileMemberAssign(
        _ target: Expression, _ operation: AssignmentOperator?, _ value: Expression, keeps: Bool, at offset: Int
    ) throws(Fault) {
        switch target.kind {
        case .member(let base, let name, _) where base.isLocals:
            let local = Name(text: name, offset: target.offset)
            try compileNewValue(operation, value, .name(local), at: offset) { compiler throws(Fault) in
                try compiler.compile(target)
            }
            if keeps { emit(.copy, at: offset) }
            compileStore(toLocal: local)
            return
        case .member(let base, let name, _):
            code.keys.insert(name)
            try compileOwner(base)
            try compileNewValue(operation, value, .target(target), at: offset) { compiler throws(Fault) in
                compiler.emit(.copy, at: target.offset)
                compiler.emit(.member(compiler.word(name)), at: target.offset)
            }
            emit(.setMember(word(name)), at: target.offset)
        case .element(let base, let index, _):
            code.hasComputedKeys = true
            try compileOwner(base)
            try compile(index)
            try compileNewValue(operation, value, .target(target), at: offset) { compiler throws(Fault) in
                compiler.emit(.copyTwo, at: target.offset)
                compiler.emit(.element, at: target.offset)
            }
            emit(.setElement, at: target.offset)
        case _: throw error(at: target.offset, "an assignment to what is no name and no member")
        }
        if !keeps { emit(.drop, at: offset) }
    }

    /// Pops a value into a member, where the value stands on the stack before the object.
    mutating func compileSwappedStore(to target: Expression) throws(Fault) {
        let value = newSlot()
        emit(.declare(value), at: target.offset)
        let stored = Expression(kind: .slot(value), offset: target.offset, height: 1)
        try compileMemberAssign(target, nil, stored, keeps: false, at: target.offset)
    }

    /// Compiles an object that is about to be changed.
    mutating func compileOwner(_ expression: Expression) throws(Fault) {
        code.changesObjects = true
        try compile(expression)
    }

    /// Compiles `i++` and its like.
    mutating func compileUpdate(
        _ target: Expression, by step: Double, isPrefix: Bool, keeps: Bool, at offset: Int
    ) throws(Fault) {
        let one = Expression(kind: .constant(.number(step)), offset: offset, height: 1)
        let number = Expression(kind: .unary(.number, target), offset: offset, height: target.height + 1)
        let sum = Expression(kind: .binary(.add, number, one), offset: offset, height: target.height + 2)
        let pattern: Pattern
        if case .name(let name) = target.kind {
            pattern = .name(Name(text: name, offset: target.offset))
        } else {
            pattern = .target(target)
        }
        guard keeps, !isPrefix else { return try compileAssign(pattern, nil, sum, keeps: keeps, at: offset) }
        try compile(number)
        try compileAssign(pattern, nil, sum, keeps: false, at: offset)
    }
}
