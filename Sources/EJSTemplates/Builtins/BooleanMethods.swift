/// Methods of truth values.
///
/// Source: ECMA-262, 20.3.3.
enum BooleanMethods {
    static let all = ObjectMethods.all
}
