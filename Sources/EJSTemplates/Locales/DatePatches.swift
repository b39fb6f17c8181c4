/// Where the Unicode CLDR 48 of Node 20 differs from the CLDR 46 of Foundation in Swift 6.3, for the languages whose
/// dates are compared with Node's.
enum DatePatches {
    /// What stands between a date of some length and the clock; `nil` for what Foundation puts there.
    static func glue(_ length: DateStyle, locale: String) -> String? {
        switch (language(of: locale), length) {
        case ("en", .full), ("en", .long): " 'at' "
        case ("es", .long): " 'a las' "
        case ("fr", .full), ("fr", .long): " 'à' "
        case ("de", .full), ("de", .long): " 'um' "
        case ("pt", .full), ("pt", .long): " 'às' "
        case ("fr", .short): " "
        case ("en", _), ("es", _), ("fr", _), ("de", _), ("pt", _): ", "
        case _: nil
        }
    }

    /// The pattern of a date.
    static func date(_ pattern: String, locale: String) -> String {
        switch (language(of: locale), pattern) {
        case ("de", "EEE d. MMM"), ("de", "EEE d. MMM y"): "EEE, " + pattern.dropFirst(4)
        case ("de", "MM.y"): "MM/y"
        case _: pattern
        }
    }

    /// The short names of months.
    static func shortMonths(_ months: [String], locale: String) -> [String] {
        guard locale == "en-GB" else { return months }
        return months.map { $0 == "Sep" ? "Sept" : $0 }
    }

    private static func language(of locale: String) -> String {
        String(locale.prefix { $0 != "-" && $0 != "_" }).lowercased()
    }
}
