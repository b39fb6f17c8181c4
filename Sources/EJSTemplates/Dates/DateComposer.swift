/// Collects the numbers of a date's text until all of them are known.
///
/// Source: V8, `DateParser::DayComposer`, `TimeComposer` and `TimeZoneComposer`.
struct DateComposer {
    var dayNumbers: [Int] = []
    var namedMonth: Int?
    /// Whether the numbers of the day stand as year, month, day, with all digits of the year.
    var isISO = false

    var clock: [Int] = []
    /// The hours that `am` or `pm` adds.
    var halfDay: Int?

    var sign: Int?
    var zoneHour: Int?
    var zoneMinute: Int?

    private static let seconds = 0...59

    var isUTC: Bool { zoneHour == 0 && zoneMinute == 0 }

    /// Whether a number may be the next one of the clock.
    func clockExpects(_ number: Int) -> Bool {
        switch clock.count {
        case 1, 2: Self.seconds.contains(number)
        case 3: (0...999).contains(number)
        case _: false
        }
    }

    /// Whether a number may be the minutes of the zone.
    func zoneExpects(_ number: Int) -> Bool { zoneHour != nil && zoneMinute == nil && Self.seconds.contains(number) }

    mutating func setZone(hours: Int) {
        sign = hours < 0 ? -1 : 1
        zoneHour = abs(hours)
        zoneMinute = 0
    }

    /// Adds a number to the day.
    ///
    /// - Returns: `false` when there are three already.
    mutating func addDayNumber(_ number: Int) -> Bool {
        dayNumbers.append(number)
        return dayNumbers.count <= 3
    }

    /// Adds a number to the clock.
    ///
    /// - Returns: `false` when there are four already.
    mutating func addClockNumber(_ number: Int) -> Bool {
        clock.append(number)
        return clock.count <= 4
    }

    /// Adds a number to the clock, and zeros for what has not come.
    mutating func endClock(_ number: Int) {
        clock.append(number)
        clock += [Int](repeating: 0, count: max(0, 4 - clock.count))
    }

    /// The moment; NaN where a number is out of its range.
    func time(in zone: LocalZone) -> Double {
        guard let day, let time else { return .nan }
        let local = CivilTime(
            year: Double(day.year), month: Double(day.month - 1), day: Double(day.day), hour: Double(time[0]),
            minute: Double(time[1]), second: Double(time[2]), millisecond: Double(time[3])
        ).milliseconds
        guard let sign else { return zone.time(local: local).clippedTime }
        let ahead = sign * ((zoneHour ?? 0) * 60 + (zoneMinute ?? 0))
        return (local - Double(ahead) * 60000).clippedTime
    }

    private var day: (year: Int, month: Int, day: Int)? {
        guard !dayNumbers.isEmpty else { return nil }
        let numbers = dayNumbers + [Int](repeating: 1, count: 3 - dayNumbers.count)
        let startsWithYear = !(1...31).contains(numbers[0])
        var result: (year: Int, month: Int, day: Int)
        switch namedMonth {
        case nil where isISO || startsWithYear: result = (numbers[0], numbers[1], numbers[2])
        case nil: result = (numbers[2], numbers[0], numbers[1])
        case let month? where startsWithYear: result = (numbers[0], month, numbers[1])
        case let month?: result = (numbers[1], month, numbers[0])
        }
        if !isISO, 0...99 ~= result.year { result.year += result.year < 50 ? 2000 : 1900 }
        guard (1...12).contains(result.month), (1...31).contains(result.day) else { return nil }
        return result
    }

    private var time: [Int]? {
        var numbers = clock + [Int](repeating: 0, count: max(0, 4 - clock.count))
        if let halfDay {
            guard (0...12).contains(numbers[0]) else { return nil }
            numbers[0] = numbers[0] % 12 + halfDay
        }
        if numbers == [24, 0, 0, 0] { return numbers }
        let isClock = (0...23).contains(numbers[0]) && numbers[1...2].allSatisfy(Self.seconds.contains)
        return isClock && (0...999).contains(numbers[3]) ? numbers : nil
    }
}
