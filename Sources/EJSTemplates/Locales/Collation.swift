/// The order of texts for readers, which `localeCompare` answers.
///
/// Source: ECMA-402, 10.3.3.
struct Collation {
    let locale: String
    var ignoresCase = false
    var ignoresAccents = false
    /// Whether 2 stands before 10.
    var isNumeric = false
}
