/// The texts of an ``Instant``: what `toISOString()` and `toUTCString()` print, and what `new Date(text)` reads.
extension Instant {
    /// `2026-01-02T03:04:05.678Z`: always UTC, always three decimals; years from 0000 to 9999, clamped beyond.
    ///
    /// Source: ECMA-262, Date.prototype.toISOString.
    public var iso8601: String {
        let parts = calendar
        return digits(parts.year, 4) + "-" + digits(parts.month, 2) + "-" + digits(parts.day, 2)
            + "T" + digits(parts.hour, 2) + ":" + digits(parts.minute, 2) + ":" + digits(parts.second, 2)
            + "." + digits(parts.millisecond, 3) + "Z"
    }

    /// `Fri, 02 Jan 2026 03:04:05 GMT`: an IMF-fixdate; milliseconds are cut off, years clamped to 0000...9999.
    ///
    /// Source: RFC 9110 section 5.6.7.
    public var imfFixdate: String {
        let parts = calendar
        return Self.weekdays[parts.weekday] + ", " + digits(parts.day, 2) + " " + Self.months[parts.month - 1]
            + " " + digits(parts.year, 4) + " " + digits(parts.hour, 2) + ":" + digits(parts.minute, 2)
            + ":" + digits(parts.second, 2) + " GMT"
    }

    /// Reads `2026-01-02`, `2026-01-02T03:04Z`, `…:05Z`, `…:05.678Z` and the same with an offset such as `+01:00`.
    ///
    /// - Returns: `nil` for any other text; a date without a time is midnight UTC, as in JavaScript.
    ///
    /// Source: ECMA-262, Date Time String Format (a time without an offset, local in JavaScript, is refused).
    public init?(iso8601 text: some StringProtocol) {
        var reader = DateReader(text.utf8)
        guard let date = reader.date() else { return nil }
        guard let rest = reader.isAtEnd ? 0 : reader.timeAndOffset() else { return nil }
        self.init(milliseconds: date * Self.millisecondsInDay + rest)
    }

    static let millisecondsInDay: Int64 = 86_400_000
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

private struct CalendarParts {
    var year, month, day, weekday, hour, minute, second, millisecond: Int
}

extension Instant {
    private static let printable = Int64(-62_167_219_200_000)...Int64(253_402_300_799_999)

    /// The proleptic Gregorian date and time in UTC.
    ///
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    private var calendar: CalendarParts {
        let clamped = min(max(milliseconds, Self.printable.lowerBound), Self.printable.upperBound)
        let days = Int((Double(clamped) / Double(Self.millisecondsInDay)).rounded(.down))
        let time = Int(clamped) - days * Int(Self.millisecondsInDay)
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return CalendarParts(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, weekday: ((days % 7) + 11) % 7,
            hour: time / 3_600_000, minute: time / 60_000 % 60, second: time / 1000 % 60, millisecond: time % 1000)
    }
}

/// Days from 1970-01-01 to a proleptic Gregorian date; the inverse of ``Instant``'s calendar.
private func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return Int64(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
}

private func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

private struct DateReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: some Sequence<UInt8>) {
        bytes = Array(text)
    }

    var isAtEnd: Bool { position == bytes.count }

    /// `YYYY-MM-DD` as days since 1970.
    mutating func date() -> Int64? {
        guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2),
            (1...12).contains(month), day >= 1, day <= Self.length(of: month, in: year)
        else { return nil }
        return daysSinceEpoch(year: year, month: month, day: day)
    }

    /// `THH:MM[:SS[.fff]]` and `Z` or `±HH:MM`, to the end of the text, as milliseconds.
    mutating func timeAndOffset() -> Int64? {
        guard skip("T"), let hour = number(2), skip(":"), let minute = number(2), hour < 24, minute < 60 else {
            return nil
        }
        var milliseconds = (hour * 60 + minute) * 60_000
        if skip(":") {
            guard let second = number(2), second < 60 else { return nil }
            milliseconds += second * 1000
            if skip(".") {
                guard let fraction = thousandths() else { return nil }
                milliseconds += fraction
            }
        }
        guard let offset = offset(), isAtEnd else { return nil }
        return Int64(milliseconds - offset)
    }

    private mutating func offset() -> Int? {
        if skip("Z") { return 0 }
        let sign = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60 else {
            return nil
        }
        return sign * (hours * 60 + minutes) * 60_000
    }

    /// One or more decimals; those after the third are cut off.
    private mutating func thousandths() -> Int? {
        var value = 0
        var count = 0
        while position < bytes.count, let digit = digit(bytes[position]) {
            if count < 3 { value = value * 10 + digit }
            position += 1
            count += 1
        }
        guard count > 0 else { return nil }
        return count == 1 ? value * 100 : count == 2 ? value * 10 : value
    }

    private mutating func number(_ width: Int) -> Int? {
        guard position + width <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + width] {
            guard let digit = digit(byte) else { return nil }
            value = value * 10 + digit
        }
        position += width
        return value
    }

    private func digit(_ byte: UInt8) -> Int? {
        (0x30...0x39).contains(byte) ? Int(byte - 0x30) : nil
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private static func length(of month: Int, in year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        switch month {
        case 2: return isLeap ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }
}
