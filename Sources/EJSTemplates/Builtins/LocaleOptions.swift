extension Renderer {
    /// The locale that an argument names, or that of the settings.
    mutating func locale(_ value: Value) throws(Fault) -> String {
        if let first = Elements(value)?.first { return try locale(first) }
        guard case .string(let tag) = value, tag != "default" else { return settings.region.locale }
        let letters = tag.utf8.allSatisfy { $0 == UInt8(ascii: "-") || Character(Unicode.Scalar($0)).isLetterOrDigit }
        guard tag.utf8.count >= 2, letters else { throw .here("incorrect locale information provided: \(tag)") }
        return tag
    }

    /// The shape of a date, and the zone, that options ask for.
    mutating func dateShape(
        _ options: Value, _ kind: DateShape.Kind
    ) throws(Fault) -> (shape: DateShape, zone: LocalZone) {
        var shape = DateShape()
        let options = OptionReader(options)
        shape.weekday = ["long": "EEEE", "short": "EEE", "narrow": "EEEEE"][options.word("weekday")] ?? ""
        shape.year = ["numeric": "y", "2-digit": "yy"][options.word("year")] ?? ""
        let months = ["numeric": "M", "2-digit": "MM", "short": "MMM", "long": "MMMM", "narrow": "MMMMM"]
        shape.month = months[options.word("month")] ?? ""
        shape.day = ["numeric": "d", "2-digit": "dd"][options.word("day")] ?? ""
        let widths: [String: DateShape.Width] = ["numeric": .numeric, "2-digit": .twoDigits]
        shape.hour = widths[options.word("hour")]
        shape.minute = widths[options.word("minute")]
        shape.second = widths[options.word("second")]
        shape.fraction = try integer(of: options["fractionalSecondDigits"]).clamped(to: 3)
        shape.zoneName = options.has("timeZoneName") ? (options.word("timeZoneName") == "long" ? "zzzz" : "z") : ""
        shape.dateStyle = DateStyle(rawValue: options.word("dateStyle"))
        shape.timeStyle = DateStyle(rawValue: options.word("timeStyle"))
        if let cycle = DateShape.HourCycle(rawValue: options.word("hourCycle")) { shape.hours = .cycle(cycle) }
        if options.has("hour12") { shape.hours = .halfDay(options["hour12"].isTrue) }
        shape.fill(kind)
        guard options.has("timeZone") else { return (shape, settings.region.zone) }
        let name = try text(of: options["timeZone"])
        guard let zone = LocalZone(named: name) else { throw .here("invalid time zone specified: \(name)") }
        return (shape, zone)
    }
}

extension Renderer {
    /// The order of texts that options ask for.
    mutating func collation(_ locale: Value, _ options: Value) throws(Fault) -> Collation {
        let options = OptionReader(options)
        let sensitivity = options.word("sensitivity")
        return Collation(
            locale: try self.locale(locale), ignoresCase: ["base", "accent"].contains(sensitivity),
            ignoresAccents: ["base", "case"].contains(sensitivity), isNumeric: options["numeric"].isTrue)
    }
}

/// The options of a function of locales.
struct OptionReader {
    private let members: [(key: String, value: Value)]

    init(_ value: Value) { members = Members(value)?.ordered ?? [] }

    subscript(name: String) -> Value { members.first { $0.key == name }?.value ?? .undefined }

    func has(_ name: String) -> Bool { !self[name].isUndefined }

    /// The text of an option; empty where there is none.
    func word(_ name: String) -> String {
        guard case .string(let word) = self[name] else { return "" }
        return word
    }
}

extension Character {
    fileprivate var isLetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}

extension Renderer {
    /// The shape of a number that options ask for.
    mutating func numberShape(_ options: Value) throws(Fault) -> NumberShape {
        var shape = NumberShape()
        let options = OptionReader(options)
        switch options.word("style") {
        case "percent": shape.style = .percent
        case "currency":
            let code = options.word("currency").uppercased()
            guard code.utf8.count == 3 else { throw .here("currency code is required with currency style") }
            shape.style = .currency(code)
        case "", "decimal": break
        case let style: throw .here("numbers of the style \"\(style)\"", hint: "write the unit behind the number")
        }
        guard ["", "standard"].contains(options.word("notation")) else {
            throw .here("the notation \"\(options.word("notation"))\"", hint: "work the text out in the handler")
        }
        if options.has("useGrouping") { shape.isGrouped = options["useGrouping"].isTrue }
        shape.integerDigits = try count(options, "minimumIntegerDigits", 1...21) ?? 1
        shape.leastFraction = try count(options, "minimumFractionDigits", 0...100)
        shape.mostFraction = try count(options, "maximumFractionDigits", 0...100)
        shape.leastSignificant = try count(options, "minimumSignificantDigits", 1...21) ?? 1
        let most = try count(options, "maximumSignificantDigits", 1...21)
        shape.mostSignificant = most ?? (options.has("minimumSignificantDigits") ? 21 : nil)
        return shape
    }

    private mutating func count(
        _ options: OptionReader, _ name: String, _ range: ClosedRange<Int>
    ) throws(Fault) -> Int? {
        guard options.has(name) else { return nil }
        let number = try number(of: options[name])
        guard number >= Double(range.lowerBound), number <= Double(range.upperBound) else {
            throw .here("\(name) value is out of range")
        }
        return Int(number)
    }
}
