/// Turns the statements of a view into flat code with every name resolved.
struct Compiler {
    var code: Code
    let settings: Settings
    /// The view and the functions around the place, the innermost last.
    var contexts = [Context()]
    /// The slots of the locals that are read by name; they are slots of the view.
    var localSlots: [String: Int] = [:]
    /// The `var`s of the view itself.
    var variables: Set<String> = []
    private var wordPositions: [String: Int] = [:]
    /// How many conditions and loops stand around the place.
    var conditions = 0
    /// What is wrong with the statements so far.
    private var faults: [Fault] = []

    /// The code of the view or of one function while it grows.
    struct Context {
        var body = Body()
        var scopes = Scopes()
        var loops: [LoopContext] = []
        /// The slots whose names are read by functions inside, or come from around this function.
        var enclosed: Set<Int> = []
        /// For each slot of the context around that this function reads, its slot here.
        var captures: [(outer: Int, slot: Int)] = []
        /// The same, for finding them.
        var captured: [Int: Int] = [:]
    }

    /// A loop or a switch around the place and the jumps that wait for its ends.
    struct LoopContext {
        enum Form { case list, callback, count, `switch` }

        var form: Form
        var breaks: [Int] = []
        var continues: [Int] = []
    }

    private init(_ code: Code, _ settings: Settings) {
        self.code = code
        self.settings = settings
    }

    /// Compiles a view; O(n) in its size.
    ///
    /// - Throws: The errors of all statements, or the first one of syntax.
    static func code(
        named name: String, source: SourceFile, settings: Settings
    ) throws(TemplateLoadError) -> Code {
        var compiler = Compiler(Code(name: name, source: source), settings)
        do throws(Fault) {
            try compiler.compileView(Parser.statements(of: source, nesting: settings.limits.nesting))
        } catch {
            compiler.faults.append(error)
        }
        guard compiler.faults.isEmpty else {
            let faults = compiler.faults.prefix(TemplateLoadError.mostInOneFile)
            throw TemplateLoadError(errors: faults.map { source.error(of: $0, at: 0) })
        }
        return compiler.code
    }

    /// Compiles one of several parts; what is wrong with it does not hide what is wrong with the next one.
    mutating func attempt(_ part: (inout Compiler) throws(Fault) -> Void) {
        let (contexts, scopes, loops) = (contexts.count, context.scopes.depth, context.loops.count)
        let outside = conditions
        do throws(Fault) {
            try part(&self)
        } catch {
            faults.append(error)
            self.contexts.removeLast(self.contexts.count - contexts)
            while context.scopes.depth > scopes { context.scopes.leave() }
            context.loops.removeLast(context.loops.count - loops)
            conditions = outside
        }
    }

    private mutating func compileView(_ statements: [Statement]) throws(Fault) {
        context.scopes.enter()
        for name in Statement.variables(in: statements) {
            variables.insert(name.text)
            _ = context.scopes.declare(name.text, .init(slot: localSlot(of: name.text), kind: .local))
        }
        try compileBlock(statements)
        context.scopes.leave()
        code.locals = localSlots.map { ($0.key, .slot($0.value)) }
        code.main = finishedBody()
    }
}

// MARK: - Tables

extension Compiler {
    var context: Context {
        get { contexts[contexts.count - 1] }
        _modify { yield &contexts[contexts.count - 1] }
    }

    /// Adds an operation and answers its position.
    @discardableResult
    mutating func emit(_ operation: Operation, at offset: Int) -> Int {
        context.body.operations.append(operation)
        context.body.offsets.append(offset)
        return context.body.operations.count - 1
    }

    var here: Int { context.body.operations.count }

    /// Lets a jump lead to the next operation.
    mutating func land(_ jump: Int) {
        context.body.operations[jump] = context.body.operations[jump].leading(to: here)
    }

    mutating func newSlot() -> Int {
        context.body.slotCount += 1
        return context.body.slotCount - 1
    }

    /// The slot of a local, in the view.
    mutating func localSlot(of name: String) -> Int {
        if let slot = localSlots[name] { return slot }
        contexts[0].body.slotCount += 1
        localSlots[name] = contexts[0].body.slotCount - 1
        return contexts[0].body.slotCount - 1
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
        case .jumpKeepingDefined: .jumpKeepingDefined(target)
        case .jumpIfAbsent: .jumpIfAbsent(target)
        case _: self
        }
    }
}
