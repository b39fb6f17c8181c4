extension Compiler {
    /// Compiles a list, or arguments as one list.
    mutating func compileList(_ elements: [Expression], at offset: Int) throws(Fault) {
        guard elements.contains(where: \.isSpread) else {
            for element in elements { try compile(element) }
            emit(.array(count: elements.count), at: offset)
            return
        }
        emit(.array(count: 0), at: offset)
        for element in elements {
            if case .spread(let list) = element.kind {
                try compile(list)
                emit(.appendAll, at: list.offset)
            } else {
                try compile(element)
                emit(.append, at: element.offset)
            }
        }
    }

    /// Compiles an object: the keys up to the first unusual entry at once, the others one by one.
    mutating func compileObject(_ properties: [Property], at offset: Int) throws(Fault) {
        var shape: [String] = []
        var rest = properties[...]
        while case .named(let key, let value) = rest.first {
            try compileKey(key, value)
            shape.append(key)
            rest.removeFirst()
        }
        code.shapes.append(shape)
        emit(.object(shape: code.shapes.count - 1), at: offset)
        for property in rest { try compile(property) }
    }

    private mutating func compile(_ property: Property) throws(Fault) {
        switch property {
        case .named(let key, let value):
            try compileKey(key, value)
            emit(.setKey(word(key)), at: value.offset)
        case .computed(let key, let value):
            code.hasComputedKeys = true
            try compile(key)
            try compile(value)
            emit(.setComputedKey, at: key.offset)
        case .spread(let object):
            try compile(object)
            emit(.setAll, at: object.offset)
        }
    }

    private mutating func compileKey(_ key: String, _ value: Expression) throws(Fault) {
        code.keys.insert(key)
        try compileNamed(value, .name(Name(text: key, offset: value.offset)))
    }
}
