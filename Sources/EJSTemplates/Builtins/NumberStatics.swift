/// What stands under `Number`.
///
/// Source: ECMA-262, 21.1.2.
enum NumberStatics {
    static let all: [String: Builtins.Static] = [:]
}
