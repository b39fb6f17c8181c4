/// What stands under `Array`.
///
/// Source: ECMA-262, 23.1.2.
enum ArrayStatics {
    static let all: [String: Builtins.Static] = [:]
}
