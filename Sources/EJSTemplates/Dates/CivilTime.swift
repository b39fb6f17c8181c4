/// A moment on the calendar and the clock, without a zone.
///
/// Its months and days may lie outside of their ranges: the 32nd of January is the 1st of February.
struct CivilTime: Equatable {
    var year: Double
    /// From 0, as JavaScript counts months.
    var month: Double
    var day: Double = 1
    var hour: Double = 0
    var minute: Double = 0
    var second: Double = 0
    var millisecond: Double = 0

    static let millisecondsADay: Double = 86_400_000

    /// The greatest distance from 1970 that a date may have, in milliseconds.
    static let farthest: Double = 8.64e15
}

extension CivilTime {
    /// The milliseconds from the start of 1970 in the same zone; NaN where a part is no number.
    ///
    /// Source: ECMA-262, 21.4.1.27 to 21.4.1.29 `MakeTime`, `MakeDay`, `MakeDate`.
    var milliseconds: Double {
        let parts = [year, month, day, hour, minute, second, millisecond]
        guard parts.allSatisfy(\.isFinite), year.magnitude < 1e6, month.magnitude < 1e7 else { return .nan }
        let months = Int(month.truncated)
        let shift = Int((Double(months) / 12).rounded(.down))
        let first = Self.daysFromEpoch(year: Int(year.truncated) + shift, month: months - shift * 12, day: 1)
        let days = Double(first) + day.truncated - 1
        let clock =
            hour.truncated * 3_600_000 + minute.truncated * 60000 + second.truncated * 1000 + millisecond.truncated
        return days * Self.millisecondsADay + clock
    }

    /// The calendar and clock at so many milliseconds from the start of 1970.
    init(milliseconds: Double) {
        let days = (milliseconds / Self.millisecondsADay).rounded(.down)
        let clock = Int(milliseconds - days * Self.millisecondsADay)
        (year, month, day) = Self.date(daysFromEpoch: Int(days))
        hour = Double(clock / 3_600_000)
        minute = Double(clock / 60000 % 60)
        second = Double(clock / 1000 % 60)
        millisecond = Double(clock % 1000)
    }

    /// From 0 for Sunday.
    static func weekday(milliseconds: Double) -> Int {
        let days = Int((milliseconds / millisecondsADay).rounded(.down))
        return ((days + 4) % 7 + 7) % 7
    }

    // Years are counted from March on, so that the leap day is their last; 400 of them are 146097 days.

    private static func daysFromEpoch(year: Int, month: Int, day: Int) -> Int {
        let year = month < 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * ((month + 10) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(daysFromEpoch days: Int) -> (year: Double, month: Double, day: Double) {
        let days = days + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = (march + 2) % 12
        let year = yearOfEra + era * 400 + (month < 2 ? 1 : 0)
        return (Double(year), Double(month), Double(dayOfYear - (153 * march + 2) / 5 + 1))
    }
}

extension Double {
    /// The number without its fraction; 0 instead of -0.
    ///
    /// Source: ECMA-262, 7.1.5 `ToIntegerOrInfinity`, without its NaN.
    var truncated: Double { rounded(.towardZero) + 0 }

    /// The time as a date may hold it: whole milliseconds near enough to 1970, else NaN.
    ///
    /// Source: ECMA-262, 21.4.1.31 `TimeClip`.
    var clippedTime: Double { isFinite && magnitude <= CivilTime.farthest ? truncated : .nan }
}
