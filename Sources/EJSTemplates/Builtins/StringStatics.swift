/// What stands under `String`.
///
/// Source: ECMA-262, 22.1.2.
enum StringStatics {
    static let all: [String: Builtins.Static] = [:]
}
