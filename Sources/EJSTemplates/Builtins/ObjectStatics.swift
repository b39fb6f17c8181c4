/// What stands under `Object`.
///
/// Source: ECMA-262, 20.1.2.
enum ObjectStatics {
    static let all: [String: Builtins.Static] = [
        "keys": .function { renderer, _, arguments throws(Fault) in
            try renderer.array(try members(&renderer, arguments[0]).map { .string($0.key) })
        },
        "values": .function { renderer, _, arguments throws(Fault) in
            try renderer.array(try members(&renderer, arguments[0]).map(\.value))
        },
        "entries": .function { renderer, _, arguments throws(Fault) in
            var pairs: [Value] = []
            for (key, value) in try members(&renderer, arguments[0]) {
                pairs.append(try renderer.array([.string(key), value]))
            }
            return try renderer.array(pairs)
        },
        "assign": .function(assign),
        "fromEntries": .function(fromEntries),
        "freeze": .function { _, _, arguments in arguments[0] },
        "is": .function { _, _, arguments throws(Fault) in
            if case (.number(let left), .number(let right)) = (arguments[0], arguments[1]) {
                return .bool(left.isNaN ? right.isNaN : left == right && left.sign == right.sign)
            }
            return .bool(arguments[0].isIdentical(to: arguments[1]))
        },
        "hasOwn": .function { renderer, _, arguments throws(Fault) in
            let key = try renderer.text(of: arguments[1])
            guard !arguments[0].isAbsent else { throw .here("cannot convert undefined or null to object") }
            return .bool(arguments[0].has(key))
        },
    ]

    /// The keys and values of anything but undefined and null; those of a text are its code units.
    private static func members(
        _ renderer: inout Renderer, _ value: Value
    ) throws(Fault) -> [(key: String, value: Value)] {
        switch value {
        case .undefined, .null: throw .here("cannot convert undefined or null to object")
        case .string(let text):
            try renderer.spend(text.utf8.count)
            return text.utf16.enumerated().map { index, unit in
                (String(index), .string(String(decoding: CollectionOfOne(unit), as: UTF16.self)))
            }
        case .bool, .number, .dataArray, .dataObject, .array, .object, .function, .date, .regExp:
            let members = Members(value)?.ordered ?? []
            try renderer.spend(members.count)
            return members
        }
    }

    private static let assign: Builtin = { renderer, _, arguments throws(Fault) in
        guard case .object(let target) = arguments[0] else {
            throw .here(
                "Object.assign to what the view has not made", hint: "write Object.assign({}, a, b) or { ...a, ...b }")
        }
        for source in arguments.dropFirst(1) {
            if case .undefined = source { continue }
            if case .null = source { continue }
            for (key, value) in try members(&renderer, source) { target.entries[key] = value }
        }
        return arguments[0]
    }

    private static let fromEntries: Builtin = { renderer, _, arguments throws(Fault) in
        guard let pairs = Elements(arguments[0]) else { throw .here("Object.fromEntries of what is no list of pairs") }
        var entries = OrderedEntries<Value>()
        for pair in pairs {
            guard let pair = Elements(pair) else { throw .here("Object.fromEntries of what is no list of pairs") }
            let key = try renderer.text(of: pair.isEmpty ? .undefined : pair[0])
            entries[key] = pair.count > 1 ? pair[1] : .undefined
        }
        try renderer.spend(pairs.count)
        return try renderer.object(entries)
    }
}
