/// The names of months, days and halves of the day in a language.
struct DateSymbols: Sendable {
    let months: [String]
    let shortMonths: [String]
    /// As a month is called where no day stands beside it.
    let lonelyMonths: [String]
    let lonelyShortMonths: [String]
    /// From Sunday on.
    let weekdays: [String]
    let shortWeekdays: [String]
    /// As a weekday is called where nothing stands beside it.
    let lonelyShortWeekdays: [String]
    let halfDays: [String]
}

/// How a language puts the parts of a date together.
struct DatePattern: Sendable {
    private var pieces: [Piece] = []

    private enum Piece: Sendable {
        case text(String)
        case field(Character, count: Int)
    }

    /// Reads a pattern as Unicode writes it: `d 'de' MMMM 'de' y`.
    ///
    /// Source: Unicode Technical Standard 35, Part 4, "Date Format Patterns".
    init(_ pattern: String) {
        var rest = pattern[...]
        while let first = rest.first {
            if first == "'" {
                rest.removeFirst()
                append(Self.quoted(&rest))
            } else if first.isASCII, first.isLetter {
                let run = rest.prefix { $0 == first }
                pieces.append(.field(first, count: run.count))
                rest = rest[run.endIndex...]
            } else {
                // Node writes a plain space where Unicode has a narrow one.
                append(first == "\u{202F}" ? " " : String(first))
                rest.removeFirst()
            }
        }
    }

    /// What stands up to the closing quote; two quotes are one.
    private static func quoted(_ rest: inout Substring) -> String {
        var text = ""
        if rest.first == "'" {
            rest.removeFirst()
            return "'"
        }
        while let first = rest.popFirst() {
            guard first == "'" else {
                text.append(first)
                continue
            }
            guard rest.first == "'" else { break }
            text.append(rest.removeFirst())
        }
        return text
    }

    private mutating func append(_ text: String) {
        if case .text(let before)? = pieces.last {
            pieces[pieces.count - 1] = .text(before + text)
        } else {
            pieces.append(.text(text))
        }
    }

    /// The same pattern with hours counted in another way, or of at least so many digits.
    func withHours(_ cycle: DateShape.HourCycle?, digits: Int?) -> DatePattern {
        var copy = self
        copy.pieces = pieces.map { piece in
            guard case .field(let letter, let count) = piece, "hHkK".contains(letter) else { return piece }
            return .field(cycle?.letter ?? letter, count: digits ?? count)
        }
        return copy
    }

    /// Whether it counts hours to 12.
    var isHalfDay: Bool {
        pieces.contains { if case .field(let letter, _) = $0 { "hK".contains(letter) } else { false } }
    }

    /// The text of a moment.
    func text(of time: Double, in zone: LocalZone, _ symbols: DateSymbols) -> String {
        let local = zone.local(time)
        let moment = CivilTime(milliseconds: local)
        let weekday = CivilTime.weekday(milliseconds: local)
        return pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .field("z", let count): count < 4 ? zone.abbreviation(time) : zone.name(time)
            case .field(let letter, let count): Self.field(letter, count, moment, weekday, symbols)
            }
        }.joined()
    }

    private static func field(
        _ letter: Character, _ count: Int, _ moment: CivilTime, _ weekday: Int, _ symbols: DateSymbols
    ) -> String {
        switch (letter, count) {
        case ("y", 2): padded(moment.year.truncatingRemainder(dividingBy: 100), 2)
        case ("y", _): padded(moment.year, count)
        case ("M", 3): symbols.shortMonths[Int(moment.month)]
        case ("M", 4): symbols.months[Int(moment.month)]
        case ("L", 3): symbols.lonelyShortMonths[Int(moment.month)]
        case ("L", 4): symbols.lonelyMonths[Int(moment.month)]
        case ("M", 5), ("L", 5): String(symbols.months[Int(moment.month)].prefix(1)).uppercased()
        case ("M", _), ("L", _): padded(moment.month + 1, count)
        case ("d", _): padded(moment.day, count)
        case ("E", 4), ("c", 4): symbols.weekdays[weekday]
        case ("E", 5), ("c", 5): String(symbols.weekdays[weekday].prefix(1)).uppercased()
        case ("E", _): symbols.shortWeekdays[weekday]
        case ("c", _): symbols.lonelyShortWeekdays[weekday]
        case ("h", _): padded((moment.hour + 11).truncatingRemainder(dividingBy: 12) + 1, count)
        case ("K", _): padded(moment.hour.truncatingRemainder(dividingBy: 12), count)
        case ("k", _): padded(moment.hour == 0 ? 24 : moment.hour, count)
        case ("H", _): padded(moment.hour, count)
        case ("m", _): padded(moment.minute, count)
        case ("s", _): padded(moment.second, count)
        case ("S", _): String(padded(moment.millisecond, 3).prefix(count))
        case ("a", _), ("b", _), ("B", _): symbols.halfDays[moment.hour < 12 ? 0 : 1]
        case ("G", _): moment.year > 0 ? "AD" : "BC"
        case _: ""
        }
    }

    private static func padded(_ number: Double, _ width: Int) -> String {
        let digits = String(Int(number.magnitude))
        let zeros = String(repeating: "0", count: max(0, width - digits.count))
        return (number < 0 ? "-" : "") + zeros + digits
    }
}

/// The styles of `dateStyle` and `timeStyle`.
enum DateStyle: String, Sendable {
    case full, long, medium, short
}
