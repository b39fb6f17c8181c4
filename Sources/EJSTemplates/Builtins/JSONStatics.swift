/// What stands under `JSON`.
///
/// Source: ECMA-262, 25.5.
enum JSONStatics {
    static let all: [String: Builtins.Static] = [:]
}
