/// What stands under `Object`.
///
/// Source: ECMA-262, 20.1.2.
enum ObjectStatics {
    static let all: [String: Builtins.Static] = [:]
}
