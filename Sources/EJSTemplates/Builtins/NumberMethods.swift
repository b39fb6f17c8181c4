/// Methods of numbers.
///
/// Source: ECMA-262, 21.1.3.
enum NumberMethods {
    static let all: [String: Builtin] = [:]
}
