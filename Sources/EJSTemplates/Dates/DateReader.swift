/// Reads the texts that `new Date(text)` takes: the form of the standard, and the many others that V8 takes.
struct DateReader {
    private var tokens: ArraySlice<DateToken>
    private var composer = DateComposer()

    private init(_ text: String) { tokens = DateToken.tokens(of: text)[...] }

    private enum Verdict { case complete, open, wrong }

    /// The moment that a text names, in milliseconds from the start of 1970; NaN where it names none.
    ///
    /// A day alone is meant in UTC; with a clock, and in all other forms, in the local zone.
    /// Source: ECMA-262, 21.4.1.32; V8, `DateParser::Parse`.
    static func time(of text: String, in zone: LocalZone) -> Double {
        // Longer texts are no dates, and take time.
        guard text.utf8.count <= 1000 else { return .nan }
        var reader = DateReader(text)
        switch reader.readStandardForm() {
        case .wrong: return .nan
        case .complete: return reader.composer.time(in: zone)
        case .open: return reader.readOtherForm() ? reader.composer.time(in: zone) : .nan
        }
    }

    private func isSymbol(_ scalar: Unicode.Scalar) -> Bool { tokens.first == .symbol(UInt8(ascii: scalar)) }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard isSymbol(scalar) else { return false }
        tokens.removeFirst()
        return true
    }

    /// Takes a number of just so many digits, if it lies in a range.
    private mutating func take(digits: Int, _ range: ClosedRange<Int>) -> Int? {
        guard case .number(let number, digits)? = tokens.first, range.contains(number) else { return nil }
        tokens.removeFirst()
        return number
    }
}

// MARK: - YYYY-MM-DDTHH:mm:ss.sssZ

extension DateReader {
    /// What it has read by the time the text turns out to be of another form stays read.
    private mutating func readStandardForm() -> Verdict {
        switch readYear() {
        case .complete: break
        case .open: return .open
        case .wrong: return .wrong
        }
        if skip("-") {
            guard let month = take(digits: 2, 1...12) else { return .open }
            _ = composer.addDayNumber(month)
            if skip("-") {
                guard let day = take(digits: 2, 1...31) else { return .open }
                _ = composer.addDayNumber(day)
            }
        }
        if let next = tokens.first {
            guard next == .separator else { return .open }
            tokens.removeFirst()
            guard readStandardClock(), tokens.isEmpty else { return .wrong }
        } else {
            composer.setZone(hours: 0)
        }
        composer.isISO = true
        return .complete
    }

    private mutating func readYear() -> Verdict {
        let isSigned = isSymbol("+") || isSymbol("-")
        guard isSigned else {
            guard let year = take(digits: 4, 0...9999) else { return .open }
            _ = composer.addDayNumber(year)
            return .complete
        }
        let start = tokens
        let isNegative = skip("-") || !skip("+")
        guard let year = take(digits: 6, 0...999_999) else {
            tokens = start
            return .open
        }
        // Of -000000 only the sign is given back, so that six zeros are left out.
        guard !isNegative || year > 0 else { return .open }
        _ = composer.addDayNumber(isNegative ? -year : year)
        return .complete
    }

    private mutating func readStandardClock() -> Bool {
        guard let hour = take(digits: 2, 0...24), skip(":"), let minute = take(digits: 2, 0...59) else { return false }
        composer.clock = [hour, minute]
        if skip(":") {
            guard let second = take(digits: 2, 0...59) else { return false }
            composer.clock.append(second)
            if skip(".") {
                guard let milliseconds = takeMilliseconds() else { return false }
                composer.clock.append(milliseconds)
            }
        }
        return readStandardZone()
    }

    private mutating func readStandardZone() -> Bool {
        if case .zone(_, isZ: true)? = tokens.first {
            tokens.removeFirst()
            composer.setZone(hours: 0)
            return true
        }
        guard isSymbol("+") || isSymbol("-") else { return true }
        composer.sign = skip("-") ? -1 : 1
        _ = skip("+")
        if let both = take(digits: 4, 0...2359) {
            guard both % 100 <= 59 else { return false }
            (composer.zoneHour, composer.zoneMinute) = (both / 100, both % 100)
            return true
        }
        guard let hour = take(digits: 2, 0...23), skip(":"), let minute = take(digits: 2, 0...59) else { return false }
        (composer.zoneHour, composer.zoneMinute) = (hour, minute)
        return true
    }

    /// Takes the digits behind the point of the seconds; those after the third one do not count.
    private mutating func takeMilliseconds() -> Int? {
        guard case .number(var number, var length)? = tokens.popFirst() else { return nil }
        while length < 3 {
            number *= 10
            length += 1
        }
        for _ in 3..<max(3, min(length, 9)) { number /= 10 }
        return number
    }
}

// MARK: - Other forms

extension DateReader {
    /// - Returns: `false` when the rest of the text is part of no date.
    private mutating func readOtherForm() -> Bool {
        var hasNumber = !composer.dayNumbers.isEmpty
        while let token = tokens.popFirst() {
            switch token {
            case .number(let number, _):
                hasNumber = true
                guard readNumber(number) else { return false }
            case .halfDay(let hours) where !composer.clock.isEmpty: composer.halfDay = hours
            case .month(let month):
                composer.namedMonth = month
                _ = skip("-")
            case .zone(let hours, _) where hasNumber: composer.setZone(hours: hours)
            case .word, .separator, .halfDay, .zone:
                // Words may stand before the first number, but not against it.
                guard !hasNumber else { return false }
                if case .number? = tokens.first { return false }
            case .symbol(UInt8(ascii: "+")), .symbol(UInt8(ascii: "-")):
                guard composer.isUTC || !composer.clock.isEmpty else {
                    if hasNumber { return false }
                    continue
                }
                hasNumber = true
                guard readOffset(isNegative: token == .symbol(UInt8(ascii: "-"))) else { return false }
            case .symbol(UInt8(ascii: ")")): if hasNumber { return false }
            case .symbol, .blank, .comment: continue
            }
        }
        return true
    }

    private mutating func readNumber(_ number: Int) -> Bool {
        if skip(":") {
            guard skip(":") else {
                guard composer.addClockNumber(number) else { return false }
                _ = skip(".")
                return true
            }
            guard composer.clock.isEmpty else { return false }
            composer.clock = [number, 0]
            return true
        }
        if skip("."), composer.clockExpects(number) {
            composer.clock.append(number)
            guard let milliseconds = takeMilliseconds() else { return false }
            composer.endClock(milliseconds)
            return true
        }
        if composer.zoneExpects(number) {
            composer.zoneMinute = number
            return true
        }
        guard composer.clockExpects(number) else {
            guard composer.addDayNumber(number) else { return false }
            _ = skip("-")
            return true
        }
        composer.endClock(number)
        return isEndOfClock
    }

    /// Whether what stands next may follow the last number of a clock.
    private var isEndOfClock: Bool {
        switch tokens.first {
        case nil, .blank, .zone(_, isZ: true), .symbol(UInt8(ascii: "+")), .symbol(UInt8(ascii: "-")): true
        case .number, .month, .halfDay, .zone, .separator, .word, .symbol, .comment: false
        }
    }

    private mutating func readOffset(isNegative: Bool) -> Bool {
        composer.sign = isNegative ? -1 : 1
        var (number, length) = (0, 0)
        if case .number(let met, let digits)? = tokens.first {
            tokens.removeFirst()
            (number, length) = (met, digits)
        }
        if isSymbol(":") {
            (composer.zoneHour, composer.zoneMinute) = (number, nil)
            return true
        }
        switch length {
        case 1, 2: (composer.zoneHour, composer.zoneMinute) = (number, 0)
        case 3, 4: (composer.zoneHour, composer.zoneMinute) = (number / 100, number % 100)
        case _: return false
        }
        return true
    }
}
