import HTTPCookies

/// How a log is written: one line a record.
public enum LogFormat: String, Hashable, Sendable {
    /// For people: `2026-01-02T03:04:05.678Z GET /users/7 200 bytes=512`.
    case text
    /// For programs: one JSON object a line.
    case json
}

/// Lines of a log, as bytes; what stands in a field cannot end its line or pass for another field.
///
/// A line is ``begin(_:)``, fields, ``end()``. In text, words stand without their names, and every value that is not
/// plain printable ASCII in the quotes and escapes of a JSON string. Nothing is allocated but the bytes.
package struct LogLines: Sendable {
    package let format: LogFormat
    /// What was written so far.
    package private(set) var bytes: [UInt8] = []
    private var second: Int64 = .min
    /// The last line's time, up to its seconds: most lines of a busy server share it.
    private var secondText: [UInt8] = []

    package init(_ format: LogFormat) {
        self.format = format
    }

    /// Gives the lines away, and begins anew with room for `capacity` bytes.
    package mutating func take(reserving capacity: Int) -> [UInt8] {
        var taken: [UInt8] = []
        taken.reserveCapacity(capacity)
        swap(&taken, &bytes)
        return taken
    }

    package mutating func begin(_ time: Instant) {
        if format == .json { bytes.append(contentsOf: "{\"time\":\"".utf8) }
        let (second, rest) = time.milliseconds.quotientAndRemainder(dividingBy: 1000)
        if rest < 0 || second != self.second {
            secondText = Array(time.iso8601.utf8.prefix(19))
            self.second = rest < 0 ? .min : second
        }
        bytes.append(contentsOf: secondText)
        bytes.append(UInt8(ascii: "."))
        append(thousandths: Int(rest < 0 ? rest + 1000 : rest))
        bytes.append(UInt8(ascii: "Z"))
        if format == .json { bytes.append(UInt8(ascii: "\"")) }
    }

    package mutating func end() {
        bytes.append(contentsOf: format == .json ? "}\n".utf8 : "\n".utf8)
    }

    /// A value that text shows without its name.
    package mutating func word(_ name: String, _ value: some StringProtocol) {
        if format == .json { return field(name, value) }
        bytes.append(UInt8(ascii: " "))
        append(value)
    }

    package mutating func word(_ name: String, _ value: Int) {
        if format == .json { return field(name, value) }
        bytes.append(UInt8(ascii: " "))
        append(value)
    }

    /// A sentence that text shows as it is, but for control characters.
    package mutating func sentence(_ name: String, _ value: String) {
        if format == .json { return field(name, value) }
        bytes.append(UInt8(ascii: " "))
        append(escaping: value, quotes: false)
    }

    package mutating func field(_ name: String, _ value: some StringProtocol) {
        begin(fieldNamed: name)
        append(value)
    }

    package mutating func field(_ name: String, _ value: Int) {
        begin(fieldNamed: name)
        append(value)
    }

    package mutating func field(_ name: String, _ value: Bool) {
        begin(fieldNamed: name)
        bytes.append(contentsOf: value ? "true".utf8 : "false".utf8)
    }

    /// In milliseconds, with three decimals.
    package mutating func field(_ name: String, milliseconds duration: Duration) {
        begin(fieldNamed: name)
        let microseconds = max(0, duration / .microseconds(1))
        let (whole, rest) = Int(min(microseconds, 1e15)).quotientAndRemainder(dividingBy: 1000)
        append(whole)
        bytes.append(UInt8(ascii: "."))
        append(thousandths: rest)
    }
}

extension LogLines {
    private mutating func begin(fieldNamed name: String) {
        switch format {
        case .text:
            bytes.append(UInt8(ascii: " "))
            append(name)
            bytes.append(UInt8(ascii: "="))
        case .json:
            bytes.append(UInt8(ascii: ","))
            append(quoted: name)
            bytes.append(UInt8(ascii: ":"))
        }
    }

    private mutating func append(_ text: some StringProtocol) {
        if format == .text, !text.isEmpty, Self.all(text, Self.isPlain) {
            bytes.append(contentsOf: text.utf8)
        } else {
            append(quoted: text)
        }
    }

    private mutating func append(quoted text: some StringProtocol) {
        bytes.append(UInt8(ascii: "\""))
        append(escaping: text, quotes: true)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(_ number: Int) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var divisor: UInt = 1
        let magnitude = number.magnitude
        while magnitude / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(magnitude / divisor % 10))
            divisor /= 10
        }
    }

    private mutating func append(thousandths: Int) {
        for divisor in [100, 10, 1] { bytes.append(UInt8(ascii: "0") + UInt8(thousandths / divisor % 10)) }
    }

    /// Printable ASCII that needs no quotes.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && isHarmless(byte)
    }

    /// Printable ASCII that needs no escape.
    private static func isHarmless(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    @inline(__always)
    private static func all(_ text: some StringProtocol, _ test: (UInt8) -> Bool) -> Bool {
        let fast = text.utf8.withContiguousStorageIfAvailable { unsafe $0.allSatisfy(test) }
        return fast ?? text.utf8.allSatisfy(test)
    }

    /// Escapes as JSON does, and besides whatever could end a line or change how it is shown.
    ///
    /// Source: RFC 8259 section 7; Unicode, general categories Cc, Cf, Zl, Zp.
    private mutating func append(escaping text: some StringProtocol, quotes: Bool) {
        if Self.all(text, Self.isHarmless) {
            bytes.append(contentsOf: text.utf8)
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": bytes.append(contentsOf: "\\n".utf8)
            case "\r": bytes.append(contentsOf: "\\r".utf8)
            case "\t": bytes.append(contentsOf: "\\t".utf8)
            case "\"", "\\":
                if quotes { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(UInt8(ascii: scalar))
            default: append(scalar)
            }
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
            for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                bytes.append(contentsOf: "\\u".utf8)
                for shift in [12, 8, 4, 0] { bytes.append(Self.hexDigit(UInt8(unit >> UInt16(shift) & 15))) }
            }
        default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
