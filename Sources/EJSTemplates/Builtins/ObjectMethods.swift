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
            .bool(this.has(try renderer.text(of: arguments[0])))
        },
    ]
}

extension Value {
    /// Whether the value has a key of its own.
    func has(_ key: String) -> Bool {
        switch self {
        case .dataObject(let object): object[key] != nil
        case .object(let object): object.entries[key] != nil
        case .dataArray, .array:
            key == "length" || ArrayIndex.parse(key).map { Int($0) < Elements(self)?.count ?? 0 } == true
        case .string(let text): key == "length" || ArrayIndex.parse(key).map { Int($0) < text.utf16.count } == true
        case .undefined, .null, .bool, .number, .function, .date, .regExp: false
        }
    }
}
