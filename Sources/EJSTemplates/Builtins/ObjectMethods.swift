/// Methods of objects.
///
/// Source: ECMA-262, 20.1.3.
enum ObjectMethods {
    /// What every value but undefined and null has.
    static let all: [String: Builtin] = [
        "toString": { renderer, this, _ throws(Fault) in try renderer.string(try renderer.text(of: this)) },
        "toLocaleString": { renderer, this, _ throws(Fault) in try renderer.string(try renderer.text(of: this)) },
        "valueOf": { _, this, _ in this },
        "hasOwnProperty": { renderer, this, arguments throws(Fault) in
            .bool(try has(try renderer.text(of: arguments[0]), this, &renderer))
        },
    ]

    /// Whether a value has a key of its own.
    static func has(_ key: String, _ value: Value, _ renderer: inout Renderer) throws(Fault) -> Bool {
        switch value {
        case .undefined, .null: throw .here("cannot convert undefined or null to object")
        case .dataObject(let object): return object[key] != nil
        case .object(let object): return object.entries[key] != nil
        case .dataArray, .array:
            let count = Elements(value)?.count ?? 0
            return key == "length" || ArrayIndex.parse(key).map { Int($0) < count } == true
        case .string(let text):
            return key == "length" || ArrayIndex.parse(key).map { Int($0) < text.utf16.count } == true
        case .bool, .number, .function, .date, .regExp: return false
        }
    }
}
