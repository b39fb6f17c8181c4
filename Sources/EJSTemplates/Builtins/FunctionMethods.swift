/// Methods of functions.
///
/// Source: ECMA-262, 20.2.3.
enum FunctionMethods {
    static let all = ObjectMethods.all
}
