import Foundation

/// The order of texts for readers, which `localeCompare` answers.
enum Collation {
    /// - Returns: -1, 0 or 1.
    static func compare(_ left: String, _ right: String) -> Int {
        left.compare(right, locale: Locale(identifier: "en_US")).rawValue
    }
}
