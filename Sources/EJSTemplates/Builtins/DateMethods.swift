/// Methods of dates.
///
/// Source: ECMA-262, 21.4.4.
enum DateMethods {
    static let all: [String: Builtin] = [:]
}
