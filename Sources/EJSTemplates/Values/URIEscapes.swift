/// Percent escapes of addresses: of a part of one, or of a whole one whose marks stay.
///
/// Source: ECMA-262, 19.2.6.
enum URIEscapes {
    case component, whole

    private static let marks = Set("-_.!~*'()".utf8)
    private static let reserved = Set(";/?:@&=+$,#".utf8)
    private static let hexadecimal = Array("0123456789ABCDEF".utf8)

    func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isKept(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), Self.hexadecimal[Int(byte >> 4)], Self.hexadecimal[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// - Returns: `nil` when an escape is cut off or the escaped bytes are not UTF-8.
    func decode(_ text: String) -> String? {
        var decoded: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.first {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                bytes.removeFirst()
                continue
            }
            let escape = bytes.prefix(3)
            guard escape.count == 3, let value = Self.value(of: escape.dropFirst()) else { return nil }
            if self == .whole, Self.reserved.contains(value) { decoded += escape } else { decoded.append(value) }
            bytes = bytes.dropFirst(3)
        }
        return String(validating: decoded, as: UTF8.self)
    }

    private func isKept(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: Self.marks.contains(byte) || (self == .whole && Self.reserved.contains(byte))
        }
    }

    private static func value(of digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
