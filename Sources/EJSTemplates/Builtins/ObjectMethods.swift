/// Methods of objects.
///
/// Source: ECMA-262, 20.1.3.
enum ObjectMethods {
    static let all: [String: Builtin] = [:]
}
