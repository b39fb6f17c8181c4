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
        switch site.use {
        case .output: try run(target, with: data)
        case .value: stack.append(.string(try text(of: target, with: data)))
        case .partial: stack.append(.string(try partial(target, data)))
        case .layout:
            layout = target
            stack.append(.undefined)
        }
    }

    /// The output of a view as a text.
    private mutating func text(of target: Program, with data: Value) throws(Fault) -> String {
        let start = output.count
        try run(target, with: data)
        try spend((output.count - start) / 16)
        let text = String(decoding: output[start...], as: UTF8.self)
        output.removeLast(output.count - start)
        return text
    }

    mutating func run(_ program: Program, with data: Value) throws(Fault) {
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
        case .bool, .number, .string, .dataArray, .array, .function, .date, .regExp:
            throw .here("the values of an include are not an object", hint: "write include(\"file\", { name: value })")
        }
    }
}

// MARK: - Partials

extension Renderer {
    /// The text of a view for an object, for each element of a list, or with more locals.
    ///
    /// Source: ejs-mate 4, `partial`.
    private mutating func partial(_ target: Program, _ data: Value) throws(Fault) -> String {
        if let elements = Elements(data) { return try partial(target, elements, as: target.objectName) }
        guard data.isObject else { return try text(of: target, with: data) }
        let name = try data.member("as")
        let label = name.isAbsent ? target.objectName : try text(of: name)
        if let elements = Elements(try data.member("collection")) { return try partial(target, elements, as: label) }
        let object = try data.member("object")
        guard !object.isAbsent else { return try text(of: target, with: data) }
        return try text(of: target, with: try self.object(OrderedEntries([(label, object)])))
    }

    private mutating func partial(
        _ target: Program, _ elements: Elements, as name: String
    ) throws(Fault) -> String {
        var joined = ""
        for (index, element) in elements.enumerated() {
            let locals = OrderedEntries<Value>([
                (name, element), ("indexInCollection", Value(index)), ("firstInCollection", .bool(index == 0)),
                ("lastInCollection", .bool(index == elements.count - 1)), ("collectionLength", Value(elements.count)),
            ])
            joined += try text(of: target, with: try object(locals))
            try settings.checkText(joined.utf8.count)
        }
        return joined
    }
}

extension Program {
    /// What a partial calls its object: the file's name without a first underscore, put together from its words.
    fileprivate var objectName: String {
        let file = code.name.split(separator: "/").last?.split(separator: ".").first ?? ""
        let words = file.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
