/// Where the Unicode CLDR 48 of Node 20 differs from the CLDR 46 of Foundation in Swift 6.3, for the languages whose
/// dates are compared with Node's.
enum DatePatches {
    /// What stands between a date of some length and the clock.
    static func glue(_ length: DateStyle, locale: String) -> String {
        switch (language(of: locale), length) {
        case ("en", .full), ("en", .long): " 'at' "
        case ("es", .long): " 'a las' "
        case ("fr", .full), ("fr", .long): " 'à' "
        case ("de", .full), ("de", .long): " 'um' "
        case ("pt", .full), ("pt", .long): " 'às' "
        case ("fr", .short): " "
        case ("en", _), ("es", _), ("fr", _), ("de", _), ("pt", _): ", "
        case _: learnedGlue(length, locale)
        }
    }

    /// What Foundation puts between the two.
    private static func learnedGlue(_ length: DateStyle, _ locale: String) -> String {
        let date = DatePattern.written(date: length, time: nil, locale: locale)
        let time = DatePattern.written(date: nil, time: .short, locale: locale)
        let both = DatePattern.written(date: length, time: .short, locale: locale)
        guard both.hasPrefix(date), both.hasSuffix(time) else { return " " }
        return String(both.dropFirst(date.count).dropLast(time.count))
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
