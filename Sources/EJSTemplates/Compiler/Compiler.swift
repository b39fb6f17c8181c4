/// Turns the statements of a view into flat code with every name resolved.
struct Compiler {
    var code: Code
    var scopes = Scopes()
    /// The slots of the locals that are read by name.
    private var localSlots: [String: Int] = [:]
    private var wordPositions: [String: Int] = [:]
    var loops: [LoopContext] = []
    /// How many conditions and loops stand around the place.
    var conditions = 0

    /// A loop around the place and the jumps that wait for its ends.
    struct LoopContext {
        enum Form { case list, callback, count }

        var form: Form
        var breaks: [Int] = []
        var continues: [Int] = []
    }

    private init(_ code: Code) { self.code = code }

    /// Compiles a view; O(n) in its size.
    static func code(named name: String, source: SourceFile, nesting: Int) throws(TemplateError) -> Code {
        do throws(Fault) {
            var compiler = Compiler(Code(name: name, source: source))
            try compiler.compileView(Parser.statements(of: source, nesting: nesting))
            return compiler.code
        } catch {
            throw source.error(of: error, at: 0)
        }
    }

    private mutating func compileView(_ statements: [Statement]) throws(Fault) {
        scopes.enter()
        for name in Statement.variables(in: statements) {
            if case .variable = scopes.binding(of: name.text) { continue }
            let slot = newSlot(count: 2)
            code.variables.append((name.text, slot))
            let binding = Scopes.Binding.variable(slot: slot, local: localSlot(of: name.text))
            guard scopes.declare(name.text, binding) else { throw alreadyDeclared(name) }
        }
        try compileBlock(statements)
        scopes.leave()
    }
}

// MARK: - Tables

extension Compiler {
    /// Adds an operation and answers its position.
    @discardableResult
    mutating func emit(_ operation: Operation, at offset: Int) -> Int {
        code.operations.append(operation)
        code.offsets.append(offset)
        return code.operations.count - 1
    }

    var here: Int { code.operations.count }

    /// Lets a jump lead to the next operation.
    mutating func land(_ jump: Int) { code.operations[jump] = code.operations[jump].leading(to: here) }

    /// Takes slots and answers the first one's number.
    mutating func newSlot(count: Int = 1) -> Int {
        code.slotCount += count
        return code.slotCount - count
    }

    mutating func localSlot(of name: String) -> Int {
        if let slot = localSlots[name] { return slot }
        let slot = newSlot()
        localSlots[name] = slot
        code.locals.append((name, slot))
        return slot
    }

    mutating func word(_ text: String) -> Int {
        if let position = wordPositions[text] { return position }
        code.words.append(text)
        wordPositions[text] = code.words.count - 1
        return code.words.count - 1
    }

    mutating func constant(_ value: TemplateValue) -> Operation {
        code.constants.append(value)
        return .constant(code.constants.count - 1)
    }

    func error(at offset: Int, _ message: String, hint: String? = nil) -> Fault {
        .here(message, hint: hint, offset: offset)
    }

    func alreadyDeclared(_ name: Name) -> Fault {
        error(at: name.offset, "\"\(name.text)\" is declared already", hint: "take another name")
    }
}

extension Operation {
    /// The same jump with another target.
    fileprivate func leading(to target: Int) -> Operation {
        switch self {
        case .jump: .jump(target)
        case .repeat: .repeat(target)
        case .jumpUnless: .jumpUnless(target)
        case .jumpKeepingFalse: .jumpKeepingFalse(target)
        case .jumpKeepingTrue: .jumpKeepingTrue(target)
        case .jumpKeepingPresent: .jumpKeepingPresent(target)
        case .jumpIfAbsent: .jumpIfAbsent(target)
        case .text, .print, .printPath, .constant, .slot, .path, .variable, .locals, .array,
            .object, .join, .member, .element, .unary, .binary, .store, .storeVariable, .drop, .beginLoop, .nextElement,
            .endLoop, .include:
            self
        }
    }
}
