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

    private mutating func run(_ program: Program, with data: Value) throws(Fault) {
        guard depth < settings.limits.includeDepth else {
            throw .here(
                "includes stand deeper than \(settings.limits.includeDepth) levels", hint: "an include may not end")
        }
        let layersBefore = layers.count
        try addLayer(data)
        depth += 1
        do throws(TemplateError) { try run(program) } catch { throw .located(error) }
        depth -= 1
        layers.removeLast(layers.count - layersBefore)
    }

    private mutating func addLayer(_ data: Value) throws(Fault) {
        switch data {
        case .dataObject, .object: layers.append(Layer(values: data, assignedAt: nil))
        case .undefined, .null: break
        case .bool, .number, .string, .dataArray, .array, .function, .date:
            throw .here("the values of an include are not an object", hint: "write include(\"file\", { name: value })")
        }
    }
}
