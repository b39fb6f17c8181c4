import Foundation
import Synchronization

// What Foundation knows of zones, languages and currencies; the one file that asks it. Everything is asked once and
// becomes plain values, with which the renderer works.

extension LocalZone {
    /// The zone of a name in the tz database, `Europe/Madrid`; `nil` is the zone of the process.
    ///
    /// - Returns: `nil` when no zone has the name.
    init?(named name: String?) {
        guard let zone = name.map({ TimeZone(identifier: $0) }) ?? TimeZone.current else { return nil }
        let name = zone.identifier
        guard !["UTC", "Etc/UTC", "GMT"].contains(name) else {
            self = .utc
            return
        }
        self.init(
            offset: { Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: $0 / 1000))) * 1000 },
            name: { zone.name($0, .standard, .daylightSaving) ?? name },
            abbreviation: { zone.name($0, .shortStandard, .shortDaylightSaving) ?? name })
    }

    /// The present moment in whole milliseconds from the start of 1970.
    @Sendable
    static func now() -> Double { (Date().timeIntervalSince1970 * 1000).rounded(.down) }
}

extension TimeZone {
    /// What the zone is called in English at a moment, by its winter's or its summer's name.
    fileprivate func name(_ time: Double, _ winter: NSTimeZone.NameStyle, _ summer: NSTimeZone.NameStyle) -> String? {
        let isSummer = isDaylightSavingTime(for: Date(timeIntervalSince1970: time / 1000))
        return localizedName(for: isSummer ? summer : winter, locale: Locale(identifier: "en_US"))
    }
}

extension Collation {
    /// - Returns: -1, 0 or 1.
    func compare(_ left: String, _ right: String) -> Int {
        var options: String.CompareOptions = []
        if ignoresCase { options.insert(.caseInsensitive) }
        if ignoresAccents { options.insert(.diacriticInsensitive) }
        if isNumeric { options.insert(.numeric) }
        return left.compare(right, options: options, range: nil, locale: Locale(identifier: locale)).rawValue
    }
}

extension String {
    /// The text in one of Unicode's normal forms; `nil` for a form that there is not.
    ///
    /// Source: Unicode Standard Annex 15.
    func normalized(_ form: String) -> String? {
        switch form {
        case "NFC": precomposedStringWithCanonicalMapping
        case "NFD": decomposedStringWithCanonicalMapping
        case "NFKC": precomposedStringWithCompatibilityMapping
        case "NFKD": decomposedStringWithCompatibilityMapping
        case _: nil
        }
    }
}

extension DateSymbols {
    init(locale tag: String) {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: tag)
        months = formatter.monthSymbols
        shortMonths = DatePatches.shortMonths(formatter.shortMonthSymbols, locale: tag)
        lonelyMonths = formatter.standaloneMonthSymbols
        lonelyShortMonths = DatePatches.shortMonths(formatter.shortStandaloneMonthSymbols, locale: tag)
        weekdays = formatter.weekdaySymbols
        shortWeekdays = formatter.shortWeekdaySymbols
        lonelyShortWeekdays = formatter.shortStandaloneWeekdaySymbols
        // Node writes a plain space where Unicode has a narrow one.
        halfDays = [formatter.amSymbol, formatter.pmSymbol].map { $0.replacing("\u{202F}", with: " ") }
    }
}

extension DatePattern {
    /// The pattern of a language for fields as Unicode names them: `yMMMMd`.
    ///
    /// Source: Unicode Technical Standard 35, Part 4, "Date Field Symbol Table".
    static func written(skeleton: String, locale tag: String) -> String {
        let locale = Locale(identifier: tag)
        return DateFormatter.dateFormat(fromTemplate: skeleton, options: 0, locale: locale) ?? skeleton
    }

    /// The pattern of a language for styles of its own.
    static func written(date: DateStyle?, time: DateStyle?, locale tag: String) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: tag)
        formatter.dateStyle = date?.foundation ?? .none
        formatter.timeStyle = time?.foundation ?? .none
        return formatter.dateFormat
    }
}

extension DateStyle {
    fileprivate var foundation: DateFormatter.Style {
        switch self {
        case .full: .full
        case .long: .long
        case .medium: .medium
        case .short: .short
        }
    }
}

extension NumberPattern {
    /// Learns how a language writes numbers from a few that Foundation writes.
    init(_ style: NumberStyle, locale tag: String) {
        let formatter = NumberFormatter()
        formatter.locale = Locale(identifier: tag)
        switch style {
        case .decimal: formatter.numberStyle = .decimal
        case .percent: formatter.numberStyle = .percent
        case .currency(let code):
            formatter.numberStyle = .currency
            formatter.currencyCode = code
        }
        let scale = style == .percent ? 0.01 : 1
        func sample(_ number: Double, places: Int = 0) -> String {
            formatter.minimumFractionDigits = places
            formatter.maximumFractionDigits = places
            return formatter.string(from: NSNumber(value: number * scale)) ?? ""
        }
        self.init(one: sample(1), minusOne: sample(-1), thousand: sample(1111), many: sample(1_111_111_111))
        point = Self.point(in: sample(1, places: 1)) ?? "."
    }
}
