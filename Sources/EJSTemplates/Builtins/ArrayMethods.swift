/// Methods of lists.
///
/// Source: ECMA-262, 23.1.3.
enum ArrayMethods {
    static let all: [String: Builtin] = ["map": map]

    @Sendable
    private static func map(
        _ renderer: inout Renderer, _ this: Value, _ arguments: Arguments
    ) throws(Fault) -> Value {
        let callback = try renderer.callback(arguments[0])
        var results: [Value] = []
        for (index, element) in renderer.elements(of: this).enumerated() {
            results.append(try renderer.call(callback, Arguments(element, Value(index), this)))
        }
        return try renderer.array(results)
    }
}
