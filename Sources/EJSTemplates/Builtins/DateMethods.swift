/// Methods of dates.
///
/// Source: ECMA-262, 21.4.4.
enum DateMethods {
    static let all: [String: Builtin] = DatePart.allCases.reduce(
        into: ObjectMethods.all.merging(texts) { $1 }.merging(LocaleMethods.dates) { $1 }
    ) {
        methods, part in
        for isUTC in [false, true] {
            let name = (isUTC ? "UTC" : "") + part.rawValue
            methods["get" + name] = method { renderer, date, _ in
                .number(date.time.isNaN ? .nan : part.value(at: local(date.time, renderer, isUTC)))
            }
            methods["set" + name] = method { renderer, date, arguments throws(Fault) in
                try part.set(date, arguments, isUTC: isUTC, &renderer)
                return .number(date.time)
            }
        }
        methods["setDay"] = nil
        methods["setUTCDay"] = nil
    }

    private static let texts: [String: Builtin] = [
        "getTime": method { _, date, _ in .number(date.time) },
        "valueOf": method { _, date, _ in .number(date.time) },
        "setTime": method { renderer, date, arguments throws(Fault) in
            date.time = try renderer.number(of: arguments[0]).clippedTime
            return .number(date.time)
        },
        "getYear": method { renderer, date, _ in
            .number(date.time.isNaN ? .nan : DatePart.year.value(at: local(date.time, renderer, false)) - 1900)
        },
        "getTimezoneOffset": method { renderer, date, _ in
            .number(date.time.isNaN ? .nan : (-renderer.settings.region.zone.offset(date.time) / 60000).truncated)
        },
        "toISOString": method { renderer, date, _ throws(Fault) in
            guard !date.time.isNaN else { throw .here("invalid time value") }
            return .string(DateText.iso(date.time))
        },
        "toJSON": method { _, date, _ in date.time.isNaN ? .null : .string(DateText.iso(date.time)) },
        "toString": method { renderer, date, _ in .string(DateText.full(date.time, renderer.settings.region.zone)) },
        "toDateString": method { renderer, date, _ in .string(DateText.day(date.time, renderer.settings.region.zone)) },
        "toTimeString": method { renderer, date, _ in .string(DateText.time(date.time, renderer.settings.region.zone))
        },
        "toUTCString": method { _, date, _ in .string(DateText.utc(date.time)) },
        "toGMTString": method { _, date, _ in .string(DateText.utc(date.time)) },
    ]

    static func method(
        _ body: @escaping @Sendable (inout Renderer, DateObject, Arguments) throws(Fault) -> Value
    ) -> Builtin {
        { renderer, this, arguments throws(Fault) in
            guard case .date(let date) = this else { throw .here("this is not a Date object") }
            return try body(&renderer, date, arguments)
        }
    }

    fileprivate static func local(_ time: Double, _ renderer: Renderer, _ isUTC: Bool) -> Double {
        isUTC ? time : renderer.settings.region.zone.local(time)
    }
}

/// A part of a date that methods get and set.
private enum DatePart: String, CaseIterable {
    case year = "FullYear"
    case month = "Month"
    case day = "Date"
    case weekday = "Day"
    case hour = "Hours"
    case minute = "Minutes"
    case second = "Seconds"
    case millisecond = "Milliseconds"

    func value(at local: Double) -> Double {
        let moment = CivilTime(milliseconds: local)
        return switch self {
        case .year: moment.year
        case .month: moment.month
        case .day: moment.day
        case .weekday: Double(CivilTime.weekday(milliseconds: local))
        case .hour: moment.hour
        case .minute: moment.minute
        case .second: moment.second
        case .millisecond: moment.millisecond
        }
    }

    /// Sets this part, and the smaller ones of the day or the clock that further arguments name.
    func set(
        _ date: DateObject, _ arguments: Arguments, isUTC: Bool, _ renderer: inout Renderer
    ) throws(Fault) {
        var values: [Double] = []
        for position in 0..<max(1, min(arguments.count, paths.count)) {
            values.append(try renderer.number(of: arguments[position]))
        }
        // Only a year makes a date of what is none.
        guard !date.time.isNaN || self == .year else { return }
        var moment = CivilTime(
            milliseconds: date.time.isNaN ? 0 : DateMethods.local(date.time, renderer, isUTC))
        for (path, value) in zip(paths, values) { moment[keyPath: path] = value }
        let local = moment.milliseconds
        date.time = (isUTC ? local : renderer.settings.region.zone.time(local: local)).clippedTime
    }

    private var paths: [WritableKeyPath<CivilTime, Double>] {
        switch self {
        case .year: [\.year, \.month, \.day]
        case .month: [\.month, \.day]
        case .day: [\.day]
        case .weekday: []
        case .hour: [\.hour, \.minute, \.second, \.millisecond]
        case .minute: [\.minute, \.second, \.millisecond]
        case .second: [\.second, \.millisecond]
        case .millisecond: [\.millisecond]
        }
    }
}
