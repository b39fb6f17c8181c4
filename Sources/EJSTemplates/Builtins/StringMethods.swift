/// Methods of texts.
///
/// Source: ECMA-262, 22.1.3.
enum StringMethods {
    static let all: [String: Builtin] = ["toUpperCase": toUpperCase]

    @Sendable
    private static func toUpperCase(
        _ renderer: inout Renderer, _ this: Value, _ arguments: Arguments
    ) throws(Fault) -> Value {
        try renderer.string(try renderer.text(of: this).uppercased())
    }
}
