/// Dates as readers of a language write them.
///
/// Source: ECMA-402, 11.5; the patterns are those of the Unicode CLDR that Foundation brings.
enum LocaleDates {
    private static let symbols = LocaleCache<String, DateSymbols>()
    private static let patterns = LocaleCache<PatternKey, DatePattern>()

    private struct PatternKey: Hashable {
        let shape: DateShape
        let locale: String
    }

    /// The text of a moment.
    static func text(_ time: Double, _ shape: DateShape, _ zone: LocalZone, locale: String) -> String {
        guard !time.isNaN else { return DateText.invalid }
        let pattern = patterns.value(of: PatternKey(shape: shape, locale: locale)) {
            learnPattern(of: shape, locale: locale)
        }
        let names = symbols.value(of: locale) { DateSymbols(locale: locale) }
        return pattern.text(of: zone.local(time), zone: zone.name(time), names)
    }

    private static func learnPattern(of shape: DateShape, locale: String) -> DatePattern {
        let (date, time) = patterns(of: shape, locale)
        let length = shape.dateStyle ?? shape.length
        let glue = date.isEmpty || time.isEmpty ? "" : DatePatches.glue(length, locale: locale)
        let pattern = DatePattern(DatePatches.date(date, locale: locale) + glue + time)
        let cycle = cycle(shape.hours, locale)
        return pattern.withHours(cycle, digits: shape.hourDigits ?? (cycle == .h24 ? 2 : nil))
    }

    private static func patterns(of shape: DateShape, _ locale: String) -> (date: String, time: String) {
        guard shape.dateStyle == nil, shape.timeStyle == nil else {
            return (
                shape.dateStyle.map { DatePattern.written(date: $0, time: nil, locale: locale) } ?? "",
                shape.timeStyle.map { DatePattern.written(date: nil, time: $0, locale: locale) } ?? ""
            )
        }
        let (date, time) = (shape.dateSkeleton, shape.timeSkeleton)
        return (
            date.isEmpty ? "" : DatePattern.written(skeleton: date, locale: locale),
            time.isEmpty ? "" : DatePattern.written(skeleton: time, locale: locale)
        )
    }

    /// How hours are counted; `nil` for what the pattern says.
    ///
    /// Source: ECMA-402, 11.1.2: `hour12` keeps to the language's own count from 0 or from 1.
    private static func cycle(_ hours: DateShape.Hours, _ locale: String) -> DateShape.HourCycle? {
        switch hours {
        case .ofLanguage: return nil
        case .cycle(let cycle): return cycle
        case .halfDay(let isHalfDay):
            let own = DatePattern(DatePattern.written(skeleton: "j", locale: locale))
            return own.isHalfDay ? (isHalfDay ? .h12 : .h24) : (isHalfDay ? .h11 : .h23)
        }
    }
}
