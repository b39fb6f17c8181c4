/// What stands under `Array`.
///
/// Source: ECMA-262, 23.1.2.
enum ArrayStatics {
    static let all: [String: Builtins.Static] = [
        "isArray": .function { _, _, arguments in .bool(Elements(arguments[0]) != nil) },
        "of": .function { renderer, _, arguments throws(Fault) in try renderer.array(arguments.values) },
        "from": .function { renderer, _, arguments throws(Fault) in
            var elements = try source(&renderer, arguments[0])
            if case .undefined = arguments[1] { return try renderer.array(elements) }
            let callback = try renderer.callback(arguments[1])
            for (index, element) in elements.enumerated() {
                elements[index] = try renderer.call(callback, Arguments(element, Value(index)))
            }
            return try renderer.array(elements)
        },
    ]

    /// What `Array.from` walks over: a list, the characters of a text, or so many as `length` says.
    private static func source(_ renderer: inout Renderer, _ value: Value) throws(Fault) -> [Value] {
        switch value {
        case .undefined, .null: throw .here("\(value.isAbsentName) is not iterable")
        case .dataArray, .array: return try renderer.list(value).values
        case .string(let text):
            try renderer.spend(text.utf8.count)
            return text.unicodeScalars.map { .string(String($0)) }
        case .dataObject, .object: return try listLike(&renderer, Members(value)?.ordered ?? [])
        case .bool, .number, .function, .date, .regExp: return []
        }
    }

    private static func listLike(
        _ renderer: inout Renderer, _ members: [(key: String, value: Value)]
    ) throws(Fault) -> [Value] {
        let length = try renderer.integer(of: members.last { $0.key == "length" }?.value ?? .undefined)
        try renderer.spend(length.clamped(to: .max))
        guard length <= Double(renderer.settings.limits.steps) else { throw .here("invalid array length") }
        var elements = [Value](repeating: .undefined, count: max(0, Int(length)))
        for (key, value) in members {
            if let index = ArrayIndex.parse(key), Int(index) < elements.count { elements[Int(index)] = value }
        }
        return elements
    }
}

extension Value {
    /// `undefined` or `null`, as errors write them.
    fileprivate var isAbsentName: String { if case .null = self { "null" } else { "undefined" } }
}
