// What functions of the language need: to read values, to make new ones within the bounds, and to call functions.

extension Renderer {
    // MARK: Reading

    func text(of value: Value) throws(Fault) -> String { try value.text(in: settings) }

    func number(of value: Value) throws(Fault) -> Double { try value.number(in: settings) }

    /// The number without its fraction; 0 for NaN.
    ///
    /// Source: ECMA-262, 7.1.5 `ToIntegerOrInfinity`.
    func integer(of value: Value) throws(Fault) -> Double {
        let number = try number(of: value)
        return number.isNaN ? 0 : number.rounded(.towardZero) + 0
    }

    /// The elements as they stand now; none for what is no list.
    func elements(of value: Value) -> [Value] { Elements(value)?.values ?? [] }

    // MARK: Making

    /// A text as a value; long ones cost steps.
    mutating func string(_ text: String) throws(Fault) -> Value {
        try settings.checkText(text.utf8.count)
        try spend(text.utf8.count / 16)
        return .string(text)
    }

    /// A new list.
    mutating func array(_ elements: [Value]) throws(Fault) -> Value { .array(try arrayObject(elements)) }

    mutating func arrayObject(_ elements: [Value]) throws(Fault) -> ArrayObject {
        try spend(8 + elements.count)
        return keep(ArrayObject(elements))
    }

    /// A new object.
    mutating func object(_ entries: OrderedEntries<Value>) throws(Fault) -> Value {
        try spend(8 + entries.count * 2)
        return .object(keep(PlainObject(entries)))
    }

    /// A new date.
    mutating func date(_ time: Double) throws(Fault) -> Value {
        try spend(1)
        return .date(keep(DateObject(time: time)))
    }

    mutating func cell(_ value: Value, isReady: Bool = true) -> Cell { keep(Cell(value, isReady: isReady)) }

    mutating func keep<Object: HeapObject>(_ object: Object) -> Object {
        heap.append(object)
        return object
    }

    /// A value of the data; where views change objects, an object of their own that they can change.
    mutating func value(of data: TemplateValue) throws(Fault) -> Value {
        guard changesObjects else { return Value(data) }
        switch data {
        case .array(let elements):
            var values: [Value] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try value(of: element)) }
            return try array(values)
        case .object(let object): return try self.object(try entries(of: object))
        case .undefined, .null, .bool, .number, .string, .date: return Value(data)
        }
    }

    mutating func entries(of object: TemplateObject) throws(Fault) -> OrderedEntries<Value> {
        var entries = OrderedEntries<Value>()
        for entry in object.entries.entries { entries[entry.key] = try value(of: entry.value) }
        return entries
    }

    /// The list, for functions that change it; a list of the data, which cannot change, is copied.
    ///
    /// - Returns: `nil` for what is no list.
    mutating func owned(_ value: Value) throws(Fault) -> ArrayObject? {
        switch value {
        case .array(let array): return array
        case .dataArray(let elements): return try arrayObject(elements.map { Value($0) })
        case _: return nil
        }
    }

    // MARK: Calling

    /// The function that was given as an argument.
    func callback(_ value: Value) throws(Fault) -> FunctionObject {
        guard case .function(let function) = value else {
            throw .here("the argument is not a function but \(value.typeName)", hint: "give a function: x => …")
        }
        return function
    }

    /// Calls a function and answers its result.
    mutating func call(_ function: FunctionObject, _ arguments: Arguments) throws(Fault) -> Value {
        guard let body = function.body else { return .undefined }
        try spend(1)
        switch body {
        case .builtin(let builtin): return try builtin(&self, .undefined, arguments)
        case .written(let program, let number, let captured):
            guard callDepth < settings.limits.callDepth else {
                throw .here(
                    "functions call each other deeper than \(settings.limits.callDepth) levels",
                    hint: "a function may not end; else raise the limit callDepth")
            }
            callDepth += 1
            defer { callDepth -= 1 }
            return try run(program.code.functions[number], of: program, function, captured, arguments)
        }
    }

    private mutating func run(
        _ body: Body, of program: Program, _ function: FunctionObject, _ captured: [Cell], _ arguments: Arguments
    ) throws(Fault) -> Value {
        var frame = Frame(base: stack.count, cellBase: cells.count)
        let loopsBefore = loops.count
        for position in 0..<body.parameterCount { stack.append(arguments[position]) }
        stack.append(contentsOf: repeatElement(.undefined, count: body.slotCount - body.parameterCount))
        if let rest = body.restSlot {
            stack[frame.base + rest] = try array(arguments.dropFirst(body.parameterCount))
        }
        if let slot = body.selfSlot { stack[frame.base + slot] = .function(function) }
        cells += captured
        for _ in captured.count..<body.cellCount { cells.append(cell(.undefined)) }
        do throws(Fault) {
            try execute(program, body.operations, &frame)
        } catch {
            throw error.placed(at: body.offset(before: frame.next), in: program.code.source)
        }
        let result = stack[stack.count - 1]
        stack.removeLast(stack.count - frame.base)
        cells.removeLast(cells.count - frame.cellBase)
        loops.removeLast(loops.count - loopsBefore)
        return result
    }
}

extension Fault {
    /// The fault with its place, where it had none; it is one of the view in which a function stands.
    fileprivate func placed(at offset: Int, in source: SourceFile) -> Fault {
        switch self {
        case .here: .failed(source.error(of: self, at: offset))
        case .failed, .located: self
        }
    }
}
