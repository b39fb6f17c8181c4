/// Runs programs and collects what they print.
struct Renderer {
    let library: Library
    let limits: TemplateLimits
    var output: [UInt8] = []
    /// For each running view its slots, and above them the values it works with.
    var stack: [TemplateValue] = []
    /// The locals of the page.
    var page: TemplateObject
    /// The values given to each include around the present view, the innermost last.
    var layers: [TemplateObject] = []
    var loops: [LoopState] = []
    private var steps: Int
    var depth = 0

    /// A list that is walked over.
    struct LoopState {
        var elements: [TemplateValue]
        var next = 0
    }

    /// Where a running view stands: its first slot and the next operation.
    struct Frame {
        let base: Int
        var next = 0
    }

    private init(library: Library, limits: TemplateLimits, page: TemplateObject) {
        self.library = library
        self.limits = limits
        self.page = page
        steps = limits.steps
    }

    /// Runs one view of the library to its end and answers its output.
    static func render(
        _ program: Program, of library: Library, _ locals: TemplateObject, limits: TemplateLimits
    ) throws(TemplateError) -> [UInt8] {
        var renderer = Renderer(library: library, limits: limits, page: locals)
        renderer.output.reserveCapacity(program.expectedSize)
        renderer.stack.reserveCapacity(32)
        try renderer.run(program)
        program.took(renderer.output.count)
        return renderer.output
    }

    /// Runs a view; its slots stand on the stack while it runs.
    mutating func run(_ program: Program) throws(TemplateError) {
        var frame = Frame(base: stack.count)
        do throws(Fault) {
            try enter(program)
            try execute(program, &frame)
        } catch {
            let offsets = program.code.offsets
            throw program.code.source.error(of: error, at: frame.next > 0 ? offsets[frame.next - 1] : 0)
        }
        stack.removeLast(stack.count - frame.base)
    }

    private mutating func enter(_ program: Program) throws(Fault) {
        try spend(program.code.operations.count)
        let base = stack.count
        stack.append(contentsOf: repeatElement(.undefined, count: program.code.slotCount))
        for position in program.code.locals.indices {
            guard let value = local(program.code.locals[position].name) else { continue }
            stack[base + program.code.locals[position].slot] = value
        }
        for variable in program.code.variables {
            stack[base + variable.slot + 1] = .bool(local(variable.name) != nil)
        }
    }
}

// MARK: - Locals

extension Renderer {
    /// The local of a name, the innermost include's first; `nil` when there is none.
    func local(_ name: String) -> TemplateValue? {
        for layer in layers.reversed() {
            if let value = layer[name] { return value }
        }
        return page[name]
    }

    /// All locals as one object.
    mutating func mergedLocals() throws(Fault) -> TemplateObject {
        var merged = page
        for layer in layers {
            try spend(merged.count + layer.count)
            merged.merge(layer)
        }
        return merged
    }

    /// Writes a local for the present view and for what it includes.
    mutating func setLocal(_ name: String, _ value: TemplateValue) {
        if layers.isEmpty { page[name] = value } else { layers[layers.count - 1][name] = value }
    }
}

// MARK: - Limits

extension Renderer {
    mutating func spend(_ count: Int) throws(Fault) {
        steps -= count
        guard steps >= 0 else {
            throw .here(
                "more than \(limits.steps) steps", hint: "a loop or an include may not end; else raise the limit")
        }
    }

    func checkOutput() throws(Fault) {
        guard output.count <= limits.outputBytes else {
            throw .here("more than \(limits.outputBytes) bytes of output", hint: "raise the limit outputBytes")
        }
    }
}

// MARK: - Includes

extension Renderer {
    mutating func include(_ position: Int, from program: Program) throws(Fault) {
        let site = program.code.includes[position]
        let data = site.hasData ? pop() : .undefined
        let target: Program
        if let number = program.targets[position] {
            target = library.programs[number]
        } else {
            target = try library.program(at: pop(), from: program.code.name)
        }
        let start = output.count
        try run(target, with: data)
        guard site.use == .value else { return }
        try spend((output.count - start) / 64)
        stack.append(.string(String(decoding: output[start...], as: UTF8.self)))
        output.removeLast(output.count - start)
    }

    private mutating func run(_ program: Program, with data: TemplateValue) throws(Fault) {
        guard depth < limits.includeDepth else {
            throw .here("includes stand deeper than \(limits.includeDepth) levels", hint: "an include may not end")
        }
        let layersBefore = layers.count
        try addLayer(data, for: program)
        depth += 1
        do throws(TemplateError) { try run(program) } catch { throw .located(error) }
        depth -= 1
        layers.removeLast(layers.count - layersBefore)
    }

    private mutating func addLayer(_ data: TemplateValue, for program: Program) throws(Fault) {
        switch data {
        case .object(let object): layers.append(object)
        case .undefined, .null: if !program.code.variables.isEmpty { layers.append(TemplateObject()) }
        case .bool, .number, .string, .array:
            throw .here("the values of an include are not an object", hint: "write include(\"file\", { name: value })")
        }
    }
}
