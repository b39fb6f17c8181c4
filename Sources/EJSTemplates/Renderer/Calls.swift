extension Renderer {
    /// Calls a method: an object's own function first, else the language's for that kind of receiver.
    mutating func callMethod(_ site: CallSite) throws(Fault) {
        let arguments = try takeArguments(site)
        let receiver = top
        if let function = try own(site.name, of: receiver) {
            return push(try call(function, arguments), replacing: 1)
        }
        guard var kind = Builtins.Receiver(receiver) else { throw receiver.absence(reading: site.name) }
        if kind == .string, case .regExp = arguments[0] { kind = .pattern }
        guard let method = site.method.flatMap({ Builtins.methods.method($0, of: kind) }) else {
            throw .here("\(site.callee) is not a function")
        }
        try spend(1)
        push(try method(&self, receiver, arguments), replacing: 1)
    }

    private func own(_ name: String, of receiver: Value) throws(Fault) -> FunctionObject? {
        guard case .object(let object) = receiver, case .function(let function) = object.entries[name] else {
            return nil
        }
        return function
    }

    mutating func callBuiltin(_ site: CallSite, _ program: Program) throws(Fault) {
        let arguments = try takeArguments(site)
        try spend(1)
        stack.append(try program.code.builtins[site.method ?? 0].function(&self, .undefined, arguments))
    }

    mutating func callValue(_ site: CallSite) throws(Fault) {
        let arguments = try takeArguments(site)
        guard case .function(let function) = top else { throw .here("\(site.callee) is not a function") }
        push(try call(function, arguments), replacing: 1)
    }

    /// Pops the arguments of a call.
    private mutating func takeArguments(_ site: CallSite) throws(Fault) -> Arguments {
        guard let count = site.count else { return Arguments(elements(of: pop())) }
        let arguments: Arguments
        switch count {
        case 0: return Arguments()
        case 1: return Arguments(pop())
        case _: arguments = Arguments(stack.suffix(count))
        }
        stack.removeLast(count)
        return arguments
    }
}
