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
        return pattern.text(of: time, in: zone, names)
    }

    private static func learnPattern(of shape: DateShape, locale: String) -> DatePattern {
        let cycle = cycle(shape.hours, locale)
        let pattern = DatePattern(written(shape, locale))
        return pattern.withHours(cycle, digits: shape.hourDigits ?? (cycle == .h24 ? 2 : nil))
    }

    /// The pattern of the date, that of the clock, and what stands between them.
    private static func written(_ shape: DateShape, _ locale: String) -> String {
        let glue = DatePatches.glue(shape.dateStyle ?? shape.length, locale: locale)
        if glue == nil, shape.hasDate, shape.hasTime { return part(shape, .both, locale) }
        let date = shape.hasDate ? DatePatches.date(part(shape, .date, locale), locale: locale) : ""
        let time = shape.hasTime ? part(shape, .time, locale) : ""
        return date + (shape.hasDate && shape.hasTime ? glue ?? "" : "") + time
    }

    private static func part(_ shape: DateShape, _ kind: DateShape.Kind, _ locale: String) -> String {
        if shape.hasStyle {
            let date = kind == .time ? nil : shape.dateStyle
            return DatePattern.written(date: date, time: kind == .date ? nil : shape.timeStyle, locale: locale)
        }
        let date = kind == .time ? "" : shape.dateSkeleton
        return DatePattern.written(skeleton: date + (kind == .date ? "" : shape.timeSkeleton), locale: locale)
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
