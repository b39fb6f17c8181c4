// Operations that make or change objects and names in cells.

extension Renderer {
    mutating func executeRare(_ operation: Operation, _ program: Program, _ frame: Frame) throws(Fault) {
        switch operation {
        case .storeCell(let cell):
            _ = try read(cells[frame.cellBase + cell])
            cells[frame.cellBase + cell].value = pop()
        case .declareCell(let cell):
            cells[frame.cellBase + cell].value = pop()
            cells[frame.cellBase + cell].isReady = true
        case .openCell(let cell): cells[frame.cellBase + cell] = self.cell(.undefined, isReady: false)
        case .renewCell(let cell): cells[frame.cellBase + cell] = self.cell(cells[frame.cellBase + cell].value)
        case .encloseCell(let slot, let cell):
            cells[frame.cellBase + cell] = self.cell(stack[frame.base + slot])
        case .noteLocal(let word, let makes):
            let name = program.code.words[word]
            if makes || local(name) != nil { try setLocal(name, top) }
        case .locals: stack.append(try mergedLocals())
        case .array(let count): push(try array(Array(stack.suffix(count))), replacing: count)
        case .object(let shape): try makeObject(program.code.shapes[shape])
        case .function(let number): makeFunction(number, program, frame)
        case .builtin(let number):
            let builtin = program.code.builtins[number]
            stack.append(.function(keep(FunctionObject(.builtin(builtin.function), name: builtin.name))))
        case .regExp(let pattern):
            stack.append(.regExp(keep(RegExpObject(program.code.patterns[pattern]))))
        case .join(let count): try join(count)
        case .append, .appendAll, .setKey, .setComputedKey, .setAll: try fill(operation, program)
        case .setMember, .setElement, .deleteElement: try change(operation, program)
        case .spreadOut, .otherKeys, .otherElements, .requireObject: try takeApart(operation, program)
        case _: break
        }
    }

    private mutating func makeObject(_ shape: [String]) throws(Fault) {
        let made = try object(OrderedEntries(zip(shape, stack.suffix(shape.count))))
        push(made, replacing: shape.count)
    }

    private mutating func makeFunction(_ number: Int, _ program: Program, _ frame: Frame) {
        let body = program.code.functions[number]
        let captured = body.captures.map { cells[frame.cellBase + $0] }
        stack.append(.function(keep(FunctionObject(.written(program, number, captured), name: body.name))))
    }

    private mutating func join(_ count: Int) throws(Fault) {
        let text = try Value.join(stack.suffix(count), in: settings)
        try spend(text.utf8.count / 16)
        push(.string(text), replacing: count)
    }
}

// MARK: - Filling literals

extension Renderer {
    private mutating func fill(_ operation: Operation, _ program: Program) throws(Fault) {
        switch operation {
        case .append:
            let value = pop()
            if case .array(let array) = top { array.elements.append(value) }
        case .appendAll:
            let added = try spread(pop(), described: "the value")
            if case .array(let array) = top { array.elements += added }
        case .setKey(let key):
            let value = pop()
            if case .object(let object) = top { object.entries[program.code.words[key]] = value }
        case .setComputedKey:
            let value = pop()
            let key = try text(of: pop())
            if case .object(let object) = top { object.entries[key] = value }
        case .setAll:
            let members = Members(pop())?.ordered ?? []
            try spend(members.count)
            guard case .object(let object) = top else { return }
            for (key, value) in members { object.entries[key] = value }
        case _: break
        }
    }

    /// The elements of a list, or the characters of a text.
    mutating func spread(_ value: Value, described name: String) throws(Fault) -> [Value] {
        if let elements = Elements(value) {
            try spend(elements.count)
            return elements.values
        }
        guard case .string(let text) = value else { throw .here("\(name) is not iterable") }
        try spend(text.utf8.count)
        return text.unicodeScalars.map { .string(String($0)) }
    }

    private mutating func takeApart(_ operation: Operation, _ program: Program) throws(Fault) {
        switch operation {
        case .spreadOut: push(try array(try spread(top, described: "the value")), replacing: 1)
        case .requireObject(let key):
            if top.isAbsent { throw top.absence(reading: program.code.words[key]) }
        case .otherKeys(let shape):
            var entries = OrderedEntries<Value>(Members(top)?.ordered.map { ($0.key, $0.value) } ?? [])
            try spend(entries.count)
            for key in program.code.shapes[shape] { entries[key] = nil }
            stack.append(try object(entries))
        case .otherElements(let start): stack.append(try array(Array(elements(of: top).dropFirst(start))))
        case _: break
        }
    }
}

// MARK: - Changing objects

extension Renderer {
    private mutating func change(_ operation: Operation, _ program: Program) throws(Fault) {
        switch operation {
        case .setMember(let word):
            let value = pop()
            try set(.string(program.code.words[word]), of: top, to: value)
            push(value, replacing: 1)
        case .setElement:
            let value = pop()
            let key = pop()
            try set(key, of: top, to: value)
            push(value, replacing: 1)
        case .deleteElement:
            let key = try text(of: pop())
            if case .object(let object) = top { object.entries[key] = nil }
            push(.bool(true), replacing: 1)
        case _: break
        }
    }

    private mutating func set(_ key: Value, of owner: Value, to value: Value) throws(Fault) {
        switch owner {
        case .object(let object):
            try spend(1)
            object.entries[try text(of: key)] = value
        case .array(let array): try set(key, of: array, to: value)
        case .undefined, .null:
            let name = owner.isUndefined ? "undefined" : "null"
            throw .here("cannot set properties of \(name) (setting \"\(try text(of: key))\")")
        case .dataArray, .dataObject:
            throw .here("this value does not change", hint: "make a copy first: { ...value } or [...value]")
        case .bool, .number, .string, .function, .date, .regExp: break
        }
    }

    private static var widestGap: Int { 100_000 }

    private mutating func set(_ key: Value, of array: ArrayObject, to value: Value) throws(Fault) {
        let name = try text(of: key)
        guard let index = ArrayIndex.parse(name).map({ Int($0) }) else {
            throw .here("a list has no member \"\(name)\" to set", hint: "use an object: { }")
        }
        let missing = index - array.elements.count
        guard missing < Self.widestGap else {
            throw .here("a list with more than \(Self.widestGap) elements missing", hint: "use an object: { }")
        }
        if missing >= 0 {
            try spend(missing + 1)
            array.elements += repeatElement(.undefined, count: missing + 1)
        }
        array.elements[index] = value
    }
}
