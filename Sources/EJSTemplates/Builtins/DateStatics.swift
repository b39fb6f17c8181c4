/// What stands under `Date`, and `new Date`.
///
/// Source: ECMA-262, 21.4.2 and 21.4.3.
enum DateStatics {
    static let all: [String: Builtins.Static] = [:]

    static let constructors: [String: Builtin] = [:]
}
