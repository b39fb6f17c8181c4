extension Renderer {
    /// Runs the operations of a view or a function, one after the other.
    mutating func execute(
        _ program: Program, _ operations: [Operation], _ frame: inout Frame
    ) throws(Fault) {
        let end = operations.count
        while frame.next < end {
            let operation = operations[frame.next]
            frame.next += 1
            switch operation {
            case .text(let start, let end):
                program.code.source.append(start..<end, to: &output)
                try checkOutput()
            case .print(let isEscaped): try print(pop(), isEscaped: isEscaped)
            case .printPath(let path, let isEscaped):
                try print(value(at: path, program, frame), isEscaped: isEscaped)
            case .constant(let constant): stack.append(Value(program.code.constants[constant]))
            case .slot(let slot): stack.append(stack[frame.base + slot])
            case .cell(let cell): stack.append(try read(cells[frame.cellBase + cell]))
            case .path(let path): stack.append(try value(at: path, program, frame))
            case .member(let name): push(try top.member(program.code.words[name]), replacing: 1)
            case .element:
                let index = pop()
                push(try top.element(index, in: settings), replacing: 1)
            case .unary(let operation): push(try operation.apply(top, in: settings), replacing: 1)
            case .binary(let operation): try apply(operation)
            case .copy: stack.append(top)
            case .copyTwo: stack.append(contentsOf: stack.suffix(2))
            case .drop: stack.removeLast()
            case .store(let slot), .declare(let slot): stack[frame.base + slot] = pop()
            case .jump(let target): frame.next = target
            case .repeat(let target):
                try spend(frame.next - target)
                frame.next = target
            case .jumpUnless(let target): if !pop().isTrue { frame.next = target }
            case .jumpKeepingFalse(let target): jump(to: target, keepingIf: !top.isTrue, &frame)
            case .jumpKeepingTrue(let target): jump(to: target, keepingIf: top.isTrue, &frame)
            case .jumpKeepingPresent(let target): jump(to: target, keepingIf: !top.isAbsent, &frame)
            case .jumpKeepingDefined(let target): jump(to: target, keepingIf: !top.isUndefined, &frame)
            case .jumpIfAbsent(let target):
                guard top.isAbsent else { continue }
                push(.undefined, replacing: 1)
                frame.next = target
            case .beginLoop(let loop): try beginLoop(program.code.loops[loop])
            case .nextElement(let loop): nextElement(loop, program, &frame)
            case .endLoop: loops.removeLast()
            case .include(let position): try include(position, from: program)
            case .callMethod(let site): try callMethod(program.code.calls[site])
            case .callBuiltin(let site): try callBuiltin(program.code.calls[site], program)
            case .callValue(let site): try callValue(program.code.calls[site])
            case .leave: frame.next = end
            case .open, .renew, .enclose: break
            case _: try executeRare(operation, program, frame)
            }
        }
    }

    private mutating func jump(to target: Int, keepingIf keeps: Bool, _ frame: inout Frame) {
        if keeps { frame.next = target } else { stack.removeLast() }
    }

    private mutating func print(_ value: Value, isEscaped: Bool) throws(Fault) {
        try output.append(value, isEscaped: isEscaped, in: settings)
    }
}

// MARK: - The stack

extension Renderer {
    /// The value on top of the stack; the compiler pushes before it pops.
    var top: Value { stack[stack.count - 1] }

    mutating func pop() -> Value { stack.removeLast() }

    mutating func push(_ value: Value, replacing count: Int) {
        stack.removeLast(count)
        stack.append(value)
    }

    private mutating func apply(_ operation: BinaryOperator) throws(Fault) {
        let right = pop()
        let result = try operation.apply(top, right, in: settings)
        if case .string(let text) = result { try spend(text.utf8.count / 16) }
        push(result, replacing: 1)
    }

    /// What a name in a cell is worth.
    func read(_ cell: Cell) throws(Fault) -> Value {
        guard cell.isReady else { throw .here("a name is used before its declaration") }
        return cell.value
    }

    /// What a path leads to.
    func value(at path: Int, _ program: Program, _ frame: Frame) throws(Fault) -> Value {
        var value: Value
        switch program.code.paths[path].place {
        case .slot(let slot): value = stack[frame.base + slot]
        case .cell(let cell): value = try read(cells[frame.cellBase + cell])
        }
        if case .undefined = value, let root = program.code.paths[path].root { try requireLocal(root) }
        for step in program.code.paths[path].steps {
            guard case .dataObject(let object) = value else {
                value = try member(step, of: value)
                continue
            }
            value = object[step.name].map { Value($0) } ?? .undefined
        }
        return value
    }

    private func member(_ step: Path.Step, of value: Value) throws(Fault) -> Value {
        do throws(Fault) {
            return try value.member(step.name)
        } catch {
            guard case .here(let message, let hint, nil) = error else { throw error }
            throw .here(message, hint: hint, offset: step.offset)
        }
    }

    private func requireLocal(_ name: Name) throws(Fault) {
        guard local(name.text) == nil else { return }
        let near = NearestName.name(
            to: name.text, among: localNames)
        throw .here(
            "\(name.text) is not defined",
            hint: (near.map { "did you mean \($0)? Else " } ?? "")
                + "pass \(name.text) to render, or ask for locals.\(name.text), which may be absent",
            offset: name.offset)
    }
}
