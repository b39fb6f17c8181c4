/// JavaScript's `encodeURIComponent` and `decodeURIComponent`, on UTF-8 bytes.
public enum PercentEncoding {
    /// Encodes all bytes but `A-Z a-z 0-9 - _ . ! ~ * ' ( )` as `%XX` with upper-case hex.
    ///
    /// Source: ECMA-262, encodeURIComponent.
    public static func encode(_ text: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + 8)
        for byte in text.utf8 {
            if isUnreserved(byte) {
                output.append(byte)
            } else {
                output.append(UInt8(ascii: "%"))
                output.append(upperHex(byte >> 4))
                output.append(upperHex(byte & 15))
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Decodes every `%XX`, in either case; `+` stays `+`.
    ///
    /// - Returns: `nil` for a `%` that no two hex digits follow, and where the result is not UTF-8.
    ///
    /// Source: ECMA-262, decodeURIComponent.
    public static func decode(_ text: some StringProtocol) -> String? {
        text.withUTF8Bytes { decode($0) }
    }

    static func decode(_ bytes: Span<UInt8>) -> String? {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var isASCII = true
        var place = 0
        while place < bytes.count {
            var byte = bytes[place]
            if byte == UInt8(ascii: "%") {
                guard place + 2 < bytes.count, let high = nibble(bytes[place + 1]), let low = nibble(bytes[place + 2])
                else { return nil }
                byte = high << 4 | low
                place += 2
            }
            isASCII = isASCII && byte < 0x80
            output.append(byte)
            place += 1
        }
        // Only what is not ASCII can be wrong, and a look for that costs more than all before.
        return isASCII ? String(decoding: output, as: UTF8.self) : String(validating: output, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "!"), UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: "'"), UInt8(ascii: "("),
            UInt8(ascii: ")"):
            true
        default: false
        }
    }

    private static func upperHex(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
