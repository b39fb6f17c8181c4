extension Value {
    /// The member of a value; undefined when there is none.
    ///
    /// There is nothing but own keys, and `length`.
    func member(_ name: String) throws(Fault) -> Value {
        switch self {
        case .dataObject(let object): object[name].map { Value($0) } ?? .undefined
        case .object(let object): object.entries[name] ?? .undefined
        case .dataArray(let elements): name == "length" ? Value(elements.count) : .undefined
        case .array(let array): name == "length" ? Value(array.elements.count) : .undefined
        case .string(let text): name == "length" ? Value(text.utf16.count) : .undefined
        case .function(let function): name == "name" ? .string(function.name) : .undefined
        case .bool, .number, .date: .undefined
        case .regExp(let object): object.member(name)
        case .undefined, .null: throw absence(reading: name)
        }
    }

    /// What an object holds under a key; `nil` when it has no such key, or is no object.
    func ownMember(_ name: String) -> Value? {
        switch self {
        case .dataObject(let object): object[name].map { Value($0) }
        case .object(let object): object.entries[name]
        case _: nil
        }
    }

    /// The error of reading a member of nothing.
    func absence(reading name: String) -> Fault {
        .here("cannot read properties of \(isUndefined ? "undefined" : "null") (reading \"\(name)\")")
    }

    /// What stands at an index or under a computed key; undefined when nothing does.
    func element(_ index: Value, in settings: Settings) throws(Fault) -> Value {
        if isAbsent { throw absence(reading: try index.text(in: settings)) }
        guard let position = index.arrayIndex else {
            let key = try index.text(in: settings)
            guard let position = ArrayIndex.parse(key) else { return try member(key) }
            return element(at: Int(position))
        }
        return element(at: position)
    }

    private func element(at position: Int) -> Value {
        switch self {
        case .dataArray(let elements): position < elements.count ? Value(elements[position]) : .undefined
        case .array(let array): position < array.elements.count ? array.elements[position] : .undefined
        case .string(let text): text.codeUnit(at: position).map { .string($0) } ?? .undefined
        case .dataObject(let object): object[String(position)].map { Value($0) } ?? .undefined
        case .object(let object): object.entries[String(position)] ?? .undefined
        case .bool, .number, .function, .date, .regExp, .undefined, .null: .undefined
        }
    }

    /// The number as a place in a list; `nil` for anything else.
    var arrayIndex: Int? {
        guard case .number(let number) = self, let position = Int(exactly: number), 0..<Int(UInt32.max) ~= position
        else { return nil }
        return position
    }

    /// Answers `key in object`.
    func has(_ key: Value, in settings: Settings) throws(Fault) -> Bool {
        let name = try key.text(in: settings)
        switch self {
        case .dataObject(let object): return object[name] != nil
        case .object(let object): return object.entries[name] != nil
        case .dataArray, .array:
            return name == "length" || (ArrayIndex.parse(name).map { Int($0) } ?? .max) < (Elements(self)?.count ?? 0)
        case .function, .date, .regExp: return false
        case .undefined, .null, .bool, .number, .string:
            throw .here("cannot use \"in\" to search in a value of type \(typeName)")
        }
    }
}

extension RegExpObject {
    fileprivate func member(_ name: String) -> Value {
        switch name {
        case "source": .string(pattern.source)
        case "flags": .string(pattern.flagLetters)
        case "global": .bool(pattern.flags.isGlobal)
        case "lastIndex": Value(lastIndex)
        case _: .undefined
        }
    }
}
