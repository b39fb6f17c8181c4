extension Renderer {
    /// Runs the operations of a view, one after the other.
    mutating func execute(_ program: Program, _ frame: inout Frame) throws(Fault) {
        let end = program.code.operations.count
        while frame.next < end {
            let operation = program.code.operations[frame.next]
            frame.next += 1
            switch operation {
            case .text(let text):
                output.append(contentsOf: program.code.texts[text])
                try checkOutput()
            case .print(let isEscaped): try print(pop(), isEscaped: isEscaped)
            case .printPath(let path, let isEscaped):
                try print(value(at: path, program, frame), isEscaped: isEscaped)
            case .constant(let constant): stack.append(program.code.constants[constant])
            case .slot(let slot): stack.append(stack[frame.base + slot])
            case .path(let path): stack.append(try value(at: path, program, frame))
            case .variable(let slot, let local):
                stack.append(stack[frame.base + (isReplaced(slot, frame) ? local : slot)])
            case .locals: stack.append(.object(try mergedLocals()))
            case .array(let count): push(.array(Array(stack.suffix(count))), replacing: count)
            case .object(let shape): makeObject(program.code.shapes[shape])
            case .join(let count): try join(count)
            case .member(let name): push(try top.member(program.code.words[name]), replacing: 1)
            case .element:
                let index = pop()
                push(try top.element(index, within: limits.outputBytes), replacing: 1)
            case .unary(let operation): push(try operation.apply(top, within: limits.outputBytes), replacing: 1)
            case .binary(let operation): try apply(operation)
            case .store(let slot): stack[frame.base + slot] = pop()
            case .storeVariable(let slot, let local, let name):
                storeVariable(slot, local, program.code.words[name], frame)
            case .drop: stack.removeLast()
            case .jump(let target): frame.next = target
            case .repeat(let target):
                try spend(frame.next - target)
                frame.next = target
            case .jumpUnless(let target): if !pop().isTrue { frame.next = target }
            case .jumpKeepingFalse(let target): jump(to: target, keepingIf: !top.isTrue, &frame)
            case .jumpKeepingTrue(let target): jump(to: target, keepingIf: top.isTrue, &frame)
            case .jumpKeepingPresent(let target): jump(to: target, keepingIf: !top.isAbsent, &frame)
            case .jumpIfAbsent(let target):
                guard top.isAbsent else { continue }
                push(.undefined, replacing: 1)
                frame.next = target
            case .beginLoop(let loop): try beginLoop(program.code.loops[loop])
            case .nextElement(let loop): nextElement(loop, program, &frame)
            case .endLoop: loops.removeLast()
            case .include(let position): try include(position, from: program)
            }
        }
    }

    private mutating func jump(to target: Int, keepingIf keeps: Bool, _ frame: inout Frame) {
        if keeps { frame.next = target } else { stack.removeLast() }
    }

    private mutating func print(_ value: TemplateValue, isEscaped: Bool) throws(Fault) {
        try output.append(value, isEscaped: isEscaped, within: limits.outputBytes)
    }
}

// MARK: - The stack

extension Renderer {
    /// The value on top of the stack; the compiler pushes before it pops.
    private var top: TemplateValue { stack[stack.count - 1] }

    mutating func pop() -> TemplateValue { stack.removeLast() }

    private mutating func push(_ value: TemplateValue, replacing count: Int) {
        stack.removeLast(count)
        stack.append(value)
    }

    private mutating func apply(_ operation: BinaryOperator) throws(Fault) {
        let right = pop()
        let result = try operation.apply(top, right, within: limits.outputBytes)
        if case .string(let text) = result { try spend(text.utf8.count / 64) }
        push(result, replacing: 1)
    }

    private mutating func join(_ count: Int) throws(Fault) {
        let text = try TemplateValue.join(stack.suffix(count), within: limits.outputBytes)
        try spend(text.utf8.count / 64)
        push(.string(text), replacing: count)
    }

    private mutating func makeObject(_ shape: [String]) {
        let object = TemplateObject(zip(shape, stack.suffix(shape.count)))
        push(.object(object), replacing: shape.count)
    }
}

// MARK: - Slots

extension Renderer {
    private func value(at path: Int, _ program: Program, _ frame: Frame) throws(Fault) -> TemplateValue {
        var value = stack[frame.base + program.code.paths[path].slot]
        if case .undefined = value, let root = program.code.paths[path].root { try requireLocal(root) }
        for step in program.code.paths[path].steps {
            guard case .object(let object) = value else {
                value = try member(step, of: value)
                continue
            }
            value = object[step.name] ?? .undefined
        }
        return value
    }

    private func member(_ step: Path.Step, of value: TemplateValue) throws(Fault) -> TemplateValue {
        do throws(Fault) {
            return try value.member(step.name)
        } catch {
            guard case .here(let message, let hint, nil) = error else { throw error }
            throw .here(message, hint: hint, offset: step.offset)
        }
    }

    private func requireLocal(_ name: Name) throws(Fault) {
        guard local(name.text) == nil else { return }
        throw .here(
            "\(name.text) is not defined",
            hint: "pass \(name.text) to render, or ask for locals.\(name.text), which may be absent",
            offset: name.offset)
    }

    private mutating func storeVariable(_ slot: Int, _ local: Int, _ name: String, _ frame: Frame) {
        let value = pop()
        guard isReplaced(slot, frame) else {
            stack[frame.base + slot] = value
            return
        }
        stack[frame.base + local] = value
        setLocal(name, value)
    }

    /// Whether there is a local with the name of a `var`: `enter` has noted it in the slot after the variable's.
    private func isReplaced(_ slot: Int, _ frame: Frame) -> Bool { stack[frame.base + slot + 1].isTrue }
}

// MARK: - Loops

extension Renderer {
    private mutating func beginLoop(_ loop: LoopSite) throws(Fault) {
        loops.append(LoopState(elements: try elements(of: pop(), loop)))
    }

    private mutating func elements(of list: TemplateValue, _ loop: LoopSite) throws(Fault) -> [TemplateValue] {
        switch (list, loop.form) {
        case (.array(let elements), _): return elements
        case (.string(let text), .forOf):
            try spend(text.utf8.count)
            return text.unicodeScalars.map { .string(String($0)) }
        case (_, .forOf): throw .here("\(loop.list) is not iterable")
        case (.undefined, _), (.null, _): throw list.absence(reading: loop.form == .map ? "map" : "forEach")
        case (.string, _), (.bool, _), (.number, _), (.object, _): throw .here("\(loop.list) is not a function")
        }
    }

    private mutating func nextElement(_ number: Int, _ program: Program, _ frame: inout Frame) {
        let last = loops.count - 1
        let index = loops[last].next
        guard index < loops[last].elements.count else {
            frame.next = program.code.loops[number].exit
            return
        }
        loops[last].next = index + 1
        if let slot = program.code.loops[number].elementSlot { stack[frame.base + slot] = loops[last].elements[index] }
        if let slot = program.code.loops[number].indexSlot { stack[frame.base + slot] = .number(Double(index)) }
        if let slot = program.code.loops[number].listSlot { stack[frame.base + slot] = .array(loops[last].elements) }
    }
}
