/// Runs programs and collects what they print.
struct Renderer {
    let library: Library
    let settings: Settings
    /// Whether the views of the page change lists or objects: then they have copies of the data.
    let changesObjects: Bool
    var output: [UInt8] = []
    /// For each running view and function its slots, and above them the values it works with.
    var stack: [Value] = []
    /// For each running view and function the names that functions inside read.
    var cells: [Cell] = []
    /// The locals of the page.
    private var page: Value
    /// What stands before the page's locals: what includes were given, and what views have assigned.
    var layers: [Layer] = []
    var loops: [LoopState] = []
    /// The view to put around the page, and where the parts of the page begin that go to other places in it.
    var layout: Program?
    var sections: [(name: String, start: Int)] = []
    /// Everything that views have made.
    var heap: [HeapObject] = []
    private var steps: Int
    /// At how many steps left to look again whether anybody still waits for the page.
    private var nextLook: Int
    /// How many includes stand in each other.
    var depth = 0
    /// How many calls of functions stand in each other.
    var callDepth = 0

    /// Locals that stand before those under them.
    struct Layer {
        let values: Value
        /// The depth of the view whose assignments it holds; `nil` for what was given.
        let assignedAt: Int?
    }

    /// Where a running view or function stands: its first slot, its first cell and the next operation.
    struct Frame {
        let base: Int
        let cellBase: Int
        var next = 0
    }

    private init(_ program: Program, of library: Library, page: TemplateObject) {
        self.library = library
        changesObjects = program.changesObjects
        settings = library.settings
        self.page = .dataObject(page)
        steps = library.settings.limits.steps
        nextLook = max(0, steps - Self.stepsBetweenLooks)
    }

    /// Runs one view of the library to its end and answers its output.
    static func render(
        _ program: Program, of library: Library, _ locals: TemplateObject, inLayout: Bool
    ) throws(TemplateError) -> [UInt8] {
        var renderer = Renderer(program, of: library, page: locals)
        defer { for object in renderer.heap { object.clear() } }
        if inLayout { renderer.layout = library.layout.map { library.programs[$0] } }
        renderer.output.reserveCapacity(program.expectedSize)
        renderer.stack.reserveCapacity(32)
        if program.changesObjects { try renderer.copyData(of: locals, for: program) }
        try renderer.run(program)
        try renderer.wrapInLayouts()
        program.took(renderer.output.count)
        return renderer.output
    }

    private mutating func copyData(of locals: TemplateObject, for program: Program) throws(TemplateError) {
        do throws(Fault) {
            page = try object(try entries(of: locals))
        } catch {
            throw program.code.source.error(of: error, at: 0)
        }
    }

    /// Runs a view; its slots stand on the stack while it runs.
    mutating func run(_ program: Program) throws(TemplateError) {
        var frame = Frame(base: stack.count, cellBase: cells.count)
        let loopsBefore = loops.count
        do throws(Fault) {
            try enter(program, frame)
            try execute(program, program.code.main.operations, &frame)
        } catch {
            throw program.code.source.error(of: error, at: program.code.main.offset(before: frame.next))
        }
        stack.removeLast(stack.count - frame.base)
        cells.removeLast(cells.count - frame.cellBase)
        loops.removeLast(loops.count - loopsBefore)
    }

    private mutating func enter(_ program: Program, _ frame: Frame) throws(Fault) {
        try spend(program.code.main.operations.count)
        for _ in 0..<program.code.main.slotCount { stack.append(.undefined) }
        for _ in 0..<program.code.main.cellCount { cells.append(cell(.undefined)) }
        for position in program.code.locals.indices {
            guard let value = local(program.code.locals[position].name) else { continue }
            switch program.code.locals[position].place {
            case .slot(let slot): stack[frame.base + slot] = value
            case .cell(let cell): cells[frame.cellBase + cell].value = value
            }
        }
    }
}

extension Body {
    /// The place in the source of the operation before one.
    func offset(before next: Int) -> Int { next > 0 ? offsets[next - 1] : 0 }
}

// MARK: - Locals

extension Renderer {
    /// The local of a name, the innermost include's first; `nil` when there is none.
    func local(_ name: String) -> Value? {
        var position = layers.count
        while position > 0 {
            position -= 1
            if let value = layers[position].values.ownMember(name) { return value }
        }
        return page.ownMember(name)
    }

    /// The names of all locals.
    var localNames: [String] {
        ([page] + layers.map(\.values)).flatMap { Members($0)?.ordered.map(\.key) ?? [] }
    }

    /// All locals as one object.
    mutating func mergedLocals() throws(Fault) -> Value {
        guard !layers.isEmpty else { return page }
        var merged = OrderedEntries<Value>()
        for values in [page] + layers.map(\.values) {
            let members = Members(values)?.ordered ?? []
            try spend(members.count)
            for (key, value) in members { merged[key] = value }
        }
        return try object(merged)
    }

    /// Writes a local for the present view and for what it includes.
    mutating func setLocal(_ name: String, _ value: Value) throws(Fault) {
        if let top = layers.last, top.assignedAt == depth, case .object(let assigned) = top.values {
            assigned.entries[name] = value
            return
        }
        layers.append(Layer(values: try object(OrderedEntries([(name, value)])), assignedAt: depth))
    }
}

// MARK: - Limits

extension Renderer {
    private static var stepsBetweenLooks: Int { 10_000 }

    /// Takes steps off those that are left; looks now and then whether the task is cancelled.
    @inline(__always)
    mutating func spend(_ count: Int) throws(Fault) {
        steps -= count
        if steps < nextLook { try look() }
    }

    @inline(never)
    private mutating func look() throws(Fault) {
        guard steps >= 0 else {
            throw .here(
                "more than \(settings.limits.steps) steps",
                hint: "a loop or an include may not end; else raise the limit")
        }
        nextLook = max(0, steps - Self.stepsBetweenLooks)
        if Task.isCancelled { throw .here("the rendering was cancelled") }
    }

    func checkOutput() throws(Fault) {
        guard output.count <= settings.limits.outputBytes else {
            throw .here("more than \(settings.limits.outputBytes) bytes of output", hint: "raise the limit outputBytes")
        }
    }
}
