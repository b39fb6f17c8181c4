/// Which parts of a date are shown, and how: what the options of `toLocaleDateString` and its like say.
///
/// Source: ECMA-402, 11.1.2 `CreateDateTimeFormat`.
struct DateShape: Hashable, Sendable {
    /// Which parts are shown where the options name none.
    enum Kind: Sendable { case date, time, both }

    var weekday = ""
    var year = ""
    var month = ""
    var day = ""
    var hour: Width?
    var minute: Width?
    var second: Width?
    /// The digits of the second's fraction.
    var fraction = 0
    /// The field of the zone's name: `z`, `zzzz`, or nothing.
    var zoneName = ""
    var hours = Hours.ofLanguage
    var dateStyle: DateStyle?
    var timeStyle: DateStyle?

    enum Width: Sendable { case numeric, twoDigits }

    /// How hours are to be counted.
    enum Hours: Hashable, Sendable {
        case ofLanguage
        /// Whether to 12; from 0 or 1 on as the language does in its own count.
        case halfDay(Bool)
        case cycle(HourCycle)
    }

    /// From which hour to which a day or half a day is counted.
    enum HourCycle: String, Sendable {
        case h11, h12, h23, h24

        /// The field of patterns.
        var letter: Character {
            switch self {
            case .h11: "K"
            case .h12: "h"
            case .h23: "H"
            case .h24: "k"
            }
        }
    }

    /// Takes the parts that a kind has of itself.
    mutating func fill(_ kind: Kind) {
        let hasDate = !(weekday + year + month + day).isEmpty
        let hasTime = hour != nil || minute != nil || second != nil || fraction > 0
        guard dateStyle == nil, timeStyle == nil else { return }
        let isAbsent =
            switch kind {
            case .date: !hasDate
            case .time: !hasTime
            case .both: !hasDate && !hasTime
            }
        guard isAbsent else { return }
        if kind != .time { (year, month, day) = ("y", "M", "d") }
        if kind != .date { (hour, minute, second) = (.numeric, .numeric, .numeric) }
    }

    var hasStyle: Bool { dateStyle != nil || timeStyle != nil }

    var hasDate: Bool { hasStyle ? dateStyle != nil : !dateSkeleton.isEmpty }

    var hasTime: Bool { hasStyle ? timeStyle != nil : !timeSkeleton.isEmpty }

    var dateSkeleton: String { weekday + year + month + day }

    var timeSkeleton: String {
        let letter =
            switch hours {
            case .ofLanguage: "j"
            case .halfDay(let isHalfDay): isHalfDay ? "h" : "H"
            case .cycle(let cycle): cycle == .h11 || cycle == .h12 ? "h" : "H"
            }
        let fraction = String(repeating: "S", count: fraction)
        return Self.run(letter, hour) + Self.run("m", minute) + Self.run("s", second) + fraction + zoneName
    }

    private static func run(_ letter: String, _ width: Width?) -> String {
        switch width {
        case .numeric: letter
        case .twoDigits: letter + letter
        case nil: ""
        }
    }

    /// How many digits hours have at least; `nil` for what the pattern says.
    ///
    /// Patterns say it only for the skeletons that the CLDR lists, in which minutes and seconds are numeric.
    var hourDigits: Int? {
        switch hour {
        case .twoDigits: 2
        case .numeric where minute == .twoDigits || second == .twoDigits: 1
        case .numeric, nil: nil
        }
    }

    /// How long a date is, which decides what stands between it and the clock.
    ///
    /// Source: ICU, `DateTimePatternGenerator::getBestPattern`.
    var length: DateStyle {
        if month == "MMMM" { return weekday == "EEEE" ? .full : .long }
        return month == "MMM" ? .medium : .short
    }
}
