import HTTPCookies

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One JSON value, as the bytes it is written in; decoded only when somebody asks.
public struct RawValue: Hashable, Sendable {
    /// The JSON text, UTF-8.
    public let bytes: ArraySlice<UInt8>

    init(trusted bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// Takes one JSON value (RFC 8259), UTF-8, nested at most 512 deep; `nil` for other text.
    ///
    /// O(length).
    public init?(json: some Sequence<UInt8>) {
        let json = Array(json)
        var scanner = JSONScanner()
        guard let value = scanner.value(in: json.span, depth: 0), scanner.isAtEnd(of: json.span) else { return nil }
        bytes = json[value]
    }

    /// Writes a Boolean.
    public init(_ value: Bool) {
        bytes = Array((value ? "true" : "false").utf8)[...]
    }

    /// Writes an integer.
    public init(_ value: some FixedWidthInteger) {
        bytes = Array(String(value).utf8)[...]
    }

    /// Writes a string, as `JSON.stringify` does.
    public init(_ value: String) {
        bytes = JSONText.quote(value)[...]
    }

    /// Writes a value, the same bytes each time: sorted keys, plain slashes, dates as `toISOString()` prints them.
    ///
    /// Numbers are spelled as `JSON.stringify` spells them, so that Express writes the same bytes back.
    ///
    /// - Throws: `EncodingError` where JSON has no such value, such as an infinity, or a date beyond 0000...9999.
    public init(encoding value: some Encodable) throws {
        switch value {
        case let value as Bool: self.init(value)
        case let value as Int: self.init(value)
        case let value as String: self.init(value)
        default:
            let json = [UInt8](try JSONCoding.encoder().encode(value))
            self.init(trusted: JavaScriptNumber.respelled(json)[...])
        }
    }

    /// The Boolean; `nil` for any other value.
    public var bool: Bool? {
        bytes.elementsEqual("true".utf8) ? true : bytes.elementsEqual("false".utf8) ? false : nil
    }

    /// The integer, where the number is written as one and fits; `nil` for any other value.
    public var int: Int? {
        guard let first = bytes.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self))
    }

    /// The number; `nil` for any other value.
    public var double: Double? {
        guard let first = bytes.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return nil }
        return Double(String(decoding: bytes, as: UTF8.self))
    }

    /// The string; `nil` for any other value.
    public var string: String? {
        bytes.first == UInt8(ascii: "\"") ? JSONText.unescape(bytes) : nil
    }

    /// The fields of an object; `nil` for any other value.
    ///
    /// O(length).
    public var fields: RecordFields? {
        bytes.first == UInt8(ascii: "{") ? RecordFields(bytes) : nil
    }

    /// The value as `type`; `nil` where it is none.
    public func decode<Value: Decodable>(as type: Value.Type) -> Value? {
        if type == Bool.self { return bool as? Value }
        if type == Int.self, let int { return int as? Value }
        if type == String.self { return string as? Value }
        // What does not decode as this type is not there as this type.
        return try? JSONCoding.decoder().decode(type, from: Data(bytes))
    }

    /// Whether JavaScript's `value == true` holds: `true`, the number 1, or a string that reads as 1.
    ///
    /// An array or an object counts as not true, though JavaScript holds `[1] == true`.
    ///
    /// Source: ECMA-262, IsLooselyEqual.
    public var isLooselyTrue: Bool {
        if let bool { return bool }
        if let double { return double == 1 }
        return string.map(JavaScriptNumber.isOne) ?? false
    }
}

private enum JSONCoding {
    static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            guard let instant = Instant(date) else {
                let context = EncodingError.Context(
                    codingPath: encoder.codingPath, debugDescription: "expected a year from 0000 to 9999")
                // Not the date: Foundation traps where it prints one that is no number.
                throw EncodingError.invalidValue(date.timeIntervalSince1970, context)
            }
            var container = encoder.singleValueContainer()
            try container.encode(instant.iso8601)
        }
        return encoder
    }

    static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let instant = Instant(iso8601: try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "expected an ISO 8601 date")
            }
            return Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000)
        }
        return decoder
    }
}

extension Instant {
    /// To the millisecond; `nil` for a date before the year 0000 or after 9999, or that is no number.
    fileprivate init?(_ date: Date) {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        guard (-62_167_219_200_000...253_402_300_799_999).contains(milliseconds) else { return nil }
        self.init(milliseconds: Int64(milliseconds))
    }
}
