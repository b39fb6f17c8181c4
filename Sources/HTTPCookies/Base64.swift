/// Base64 without padding, as signatures, session ids and PHC strings have it.
///
/// Source: RFC 4648 sections 4 and 5.
package enum Base64: Sendable {
    /// `+` and `/` stand for 62 and 63.
    case standard
    /// `-` and `_` stand for 62 and 63.
    case url

    /// The characters of some bytes: four for three bytes, fewer for the last ones.
    package func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        return (0..<(bytes.count * 8 + 5) / 6).map { character(at: $0, of: bytes.span) }
    }

    /// One of the characters that ``encode(_:)`` gives, without the others.
    ///
    /// - Parameters:
    ///   - place: counted from 0.
    ///   - bytes: what is encoded.
    /// - Returns: six bits from bit `6 * place` on; zeros stand behind the last byte.
    func character(at place: Int, of bytes: Span<UInt8>) -> UInt8 {
        let (byte, bit) = (place * 6).quotientAndRemainder(dividingBy: 8)
        let next = byte + 1 < bytes.count ? bytes[byte + 1] : 0
        let pair = UInt16(bytes[byte]) << 8 | UInt16(next)
        return character(UInt8(truncatingIfNeeded: pair >> UInt16(10 - bit)) & 63)
    }

    /// The bytes of a text; `nil` unless ``encode(_:)`` would write those bytes as just this text.
    package func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var output: [UInt8] = []
        var buffer: UInt32 = 0
        var held: UInt32 = 0
        for character in text {
            guard let value = value(character) else { return nil }
            buffer = (buffer << 6 | UInt32(value)) & 0xFFFF
            held += 6
            if held >= 8 {
                held -= 8
                output.append(UInt8(buffer >> held & 255))
            }
        }
        return buffer & (1 << held - 1) == 0 ? output : nil
    }

    /// The same for other modules, which would have it unspecialised.
    package func decode(bytes text: ArraySlice<UInt8>) -> [UInt8]? {
        decode(text)
    }

    private func character(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + value - 26
        case 52..<62: UInt8(ascii: "0") + value - 52
        case 62: self == .url ? UInt8(ascii: "-") : UInt8(ascii: "+")
        default: self == .url ? UInt8(ascii: "_") : UInt8(ascii: "/")
        }
    }

    private func value(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case self.character(62): 62
        case self.character(63): 63
        default: nil
        }
    }
}
