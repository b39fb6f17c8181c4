/// The forms in which JavaScript writes a moment.
enum DateText {
    static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// What every form but `toISOString` writes for a date that is none.
    static let invalid = "Invalid Date"

    /// `2024-02-29T10:05:00.000Z`.
    ///
    /// Source: ECMA-262, 21.4.4.36 `Date.prototype.toISOString`.
    static func iso(_ time: Double) -> String {
        let moment = CivilTime(milliseconds: time)
        let year = Int(moment.year)
        let isShort = (0...9999).contains(year)
        let written = isShort ? padded(year, 4) : (year < 0 ? "-" : "+") + padded(abs(year), 6)
        let date = "\(written)-\(padded(moment.month + 1, 2))-\(padded(moment.day, 2))"
        return "\(date)T\(clock(moment)).\(padded(moment.millisecond, 3))Z"
    }

    /// `Thu Feb 29 2024 10:05:00 GMT+0000 (Coordinated Universal Time)`.
    ///
    /// Source: ECMA-262, 21.4.4.41 `Date.prototype.toString`.
    static func full(_ time: Double, _ zone: LocalZone) -> String {
        time.isNaN ? invalid : day(time, zone) + " " + self.time(time, zone)
    }

    /// `Thu Feb 29 2024`.
    static func day(_ time: Double, _ zone: LocalZone) -> String {
        guard !time.isNaN else { return invalid }
        let local = zone.local(time)
        let moment = CivilTime(milliseconds: local)
        let name = weekdays[CivilTime.weekday(milliseconds: local)]
        return "\(name) \(months[Int(moment.month)]) \(padded(moment.day, 2)) \(year(moment))"
    }

    /// `10:05:00 GMT+0000 (Coordinated Universal Time)`.
    static func time(_ time: Double, _ zone: LocalZone) -> String {
        guard !time.isNaN else { return invalid }
        let offset = Int(zone.offset(time) / 60000)
        let sign = offset < 0 ? "-" : "+"
        let ahead = padded(abs(offset) / 60, 2) + padded(abs(offset) % 60, 2)
        return "\(clock(CivilTime(milliseconds: zone.local(time)))) GMT\(sign)\(ahead) (\(zone.name(time)))"
    }

    /// `Thu, 29 Feb 2024 10:05:00 GMT`.
    ///
    /// Source: ECMA-262, 21.4.4.43 `Date.prototype.toUTCString`.
    static func utc(_ time: Double) -> String {
        guard !time.isNaN else { return invalid }
        let moment = CivilTime(milliseconds: time)
        let name = weekdays[CivilTime.weekday(milliseconds: time)]
        let date = "\(padded(moment.day, 2)) \(months[Int(moment.month)]) \(year(moment))"
        return "\(name), \(date) \(clock(moment)) GMT"
    }

    private static func clock(_ moment: CivilTime) -> String {
        "\(padded(moment.hour, 2)):\(padded(moment.minute, 2)):\(padded(moment.second, 2))"
    }

    private static func year(_ moment: CivilTime) -> String {
        moment.year < 0 ? "-" + padded(-moment.year, 6) : padded(moment.year, 4)
    }

    private static func padded(_ number: Double, _ width: Int) -> String { padded(Int(number), width) }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
