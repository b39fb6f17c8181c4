/// Functions that stand by themselves: `Number(x)`, `parseInt(x)`.
///
/// Source: ECMA-262, 19.2.
enum Conversions {
    static let all: [String: Builtin] = [
        "String": { renderer, _, arguments throws(Fault) in
            try renderer.string(arguments.count == 0 ? "" : renderer.text(of: arguments[0]))
        },
        "Number": { renderer, _, arguments throws(Fault) in
            .number(arguments.count == 0 ? 0 : try renderer.number(of: arguments[0]))
        },
        "Boolean": { _, _, arguments throws(Fault) in .bool(arguments[0].isTrue) },
    ]
}
