import HTTPCookies
import Sessions

extension Instant {
    /// Reads an HTTP date in any of its three forms, as RFC 9110 section 5.6.7 demands.
    ///
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. The day of the
    /// week need not be the right one.
    ///
    /// - Parameters:
    ///   - text: case matters.
    ///   - now: a year of two digits is the nearest one that is at most 50 years later.
    init?(httpDate text: String, now: @autoclosure () -> Instant = SystemClock().now()) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let date: (year: String, month: Substring, day: Substring, time: Substring)
        switch words.count {
        case 6 where words[5] == "GMT" && shortDays.contains(words[0].dropLast()) && words[0].last == ",":
            date = (String(words[3]), words[2], words[1], words[4])
        case 4 where words[3] == "GMT" && longDays.contains(words[0].dropLast()) && words[0].last == ",":
            let parts = words[1].split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 3, let year = fullYear(parts[2], now: now()) else { return nil }
            date = (year, parts[1], parts[0], words[2])
        case 5 where shortDays.contains(words[0]):
            date = (String(words[4]), words[1], words[2], words[3])
        case 6 where shortDays.contains(words[0]) && words[2].isEmpty && words[3].utf8.count == 1:
            date = (String(words[5]), words[1], "0" + words[3], words[4])
        default: return nil
        }
        // The other parser takes times without seconds, and with an offset.
        guard let month = months.firstIndex(of: date.month), date.time.utf8.count == 8 else { return nil }
        self.init(iso8601: "\(date.year)-\(month < 9 ? "0" : "")\(month + 1)-\(date.day)T\(date.time)Z")
    }
}

private func fullYear(_ text: Substring, now: Instant) -> String? {
    guard text.utf8.count == 2, text.utf8.allSatisfy(isDigit), let year = Int(text),
        let thisYear = Int(now.iso8601.prefix(4))
    else { return nil }
    let sameCentury = thisYear - thisYear % 100 + year
    return String(sameCentury > thisYear + 50 ? sameCentury - 100 : sameCentury)
}

private let shortDays: [Substring] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
private let longDays: [Substring] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
private let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]
