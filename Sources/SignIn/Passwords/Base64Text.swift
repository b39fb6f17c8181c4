/// Base64 without padding, as a PHC string has it.
///
/// Source: PHC string format, section "B64"; RFC 4648 section 4 for the alphabet.
enum Base64Text {
    static func encode(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        var buffer: UInt32 = 0
        var held: UInt32 = 0
        for byte in bytes {
            buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
            held += 8
            while held >= 6 {
                held -= 6
                output.append(character(UInt8(buffer >> held & 63)))
            }
        }
        if held > 0 { output.append(character(UInt8(buffer << (6 - held) & 63))) }
        return String(decoding: output, as: UTF8.self)
    }

    /// The bytes of a text; `nil` unless ``encode(_:)`` would write those bytes as just this text.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
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

    private static func character(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + value - 26
        case 52..<62: UInt8(ascii: "0") + value - 52
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }

    private static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
