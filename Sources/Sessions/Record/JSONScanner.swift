import HTTPCookies

/// Finds where JSON values begin and end, and refuses what is not JSON.
///
/// A place in a text, which each step is handed, so that nothing is retained on the way. Takes objects and arrays
/// nested at most 512 deep, so that no text overflows the stack.
///
/// Source: RFC 8259; a lone surrogate as an escape is allowed, since `JSON.stringify` writes it.
struct JSONScanner {
    private var position = 0
    private static let deepest = 512

    /// Whether only blanks are left.
    mutating func isAtEnd(of bytes: Span<UInt8>) -> Bool {
        skipBlanks(in: bytes)
        return position == bytes.count
    }

    /// Where the next string is, with its quotes; `nil` if something else stands there.
    mutating func string(in bytes: Span<UInt8>) -> Range<Int>? {
        skipBlanks(in: bytes)
        let start = position
        return skipString(in: bytes) ? start..<position : nil
    }

    /// Where the next value is, without the blanks around it; `nil` if there is none, or it is malformed.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - depth: how many objects and arrays the value stands in.
    /// - Returns: its place in the text.
    mutating func value(in bytes: Span<UInt8>, depth: Int) -> Range<Int>? {
        skipBlanks(in: bytes)
        let start = position
        return skipValue(in: bytes, depth: depth) ? start..<position : nil
    }

    /// Skips one byte and the blanks before it; false if something else stands there.
    mutating func skip(_ byte: UInt8, in bytes: Span<UInt8>) -> Bool {
        skipBlanks(in: bytes)
        guard peek(in: bytes) == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipValue(in bytes: Span<UInt8>, depth: Int) -> Bool {
        skipBlanks(in: bytes)
        guard position < bytes.count else { return false }
        switch bytes[position] {
        case UInt8(ascii: "{"): return depth < Self.deepest && skipObject(in: bytes, depth: depth + 1)
        case UInt8(ascii: "["): return depth < Self.deepest && skipArray(in: bytes, depth: depth + 1)
        case UInt8(ascii: "\""): return skipString(in: bytes)
        case UInt8(ascii: "t"): return skipWord("true", in: bytes)
        case UInt8(ascii: "f"): return skipWord("false", in: bytes)
        case UInt8(ascii: "n"): return skipWord("null", in: bytes)
        default: return skipNumber(in: bytes)
        }
    }

    private mutating func skipObject(in bytes: Span<UInt8>, depth: Int) -> Bool {
        position += 1
        if skip(UInt8(ascii: "}"), in: bytes) { return true }
        repeat {
            skipBlanks(in: bytes)
            guard skipString(in: bytes), skip(UInt8(ascii: ":"), in: bytes), skipValue(in: bytes, depth: depth) else {
                return false
            }
        } while skip(UInt8(ascii: ","), in: bytes)
        return skip(UInt8(ascii: "}"), in: bytes)
    }

    private mutating func skipArray(in bytes: Span<UInt8>, depth: Int) -> Bool {
        position += 1
        if skip(UInt8(ascii: "]"), in: bytes) { return true }
        repeat {
            guard skipValue(in: bytes, depth: depth) else { return false }
        } while skip(UInt8(ascii: ","), in: bytes)
        return skip(UInt8(ascii: "]"), in: bytes)
    }

    private mutating func skipWord(_ word: String, in bytes: Span<UInt8>) -> Bool {
        let end = position + word.utf8.count
        guard end <= bytes.count, bytes.holds(word, at: position..<end) else { return false }
        position = end
        return true
    }

    private mutating func skipNumber(in bytes: Span<UInt8>) -> Bool {
        if peek(in: bytes) == UInt8(ascii: "-") { position += 1 }
        if peek(in: bytes) == UInt8(ascii: "0") {
            position += 1
        } else if !skipDigits(in: bytes) {
            return false
        }
        if peek(in: bytes) == UInt8(ascii: ".") {
            position += 1
            guard skipDigits(in: bytes) else { return false }
        }
        if peek(in: bytes) == UInt8(ascii: "e") || peek(in: bytes) == UInt8(ascii: "E") {
            position += 1
            if peek(in: bytes) == UInt8(ascii: "+") || peek(in: bytes) == UInt8(ascii: "-") { position += 1 }
            guard skipDigits(in: bytes) else { return false }
        }
        return true
    }

    private mutating func skipDigits(in bytes: Span<UInt8>) -> Bool {
        let start = position
        while let byte = peek(in: bytes), (0x30...0x39).contains(byte) { position += 1 }
        return position > start
    }

    private mutating func skipString(in bytes: Span<UInt8>) -> Bool {
        guard peek(in: bytes) == UInt8(ascii: "\"") else { return false }
        position += 1
        while let byte = peek(in: bytes) {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return true
            case UInt8(ascii: "\\"):
                guard skipEscape(in: bytes) else { return false }
            case 0x20..<0x80:
                position += 1
            default:
                guard skipMultibyteScalar(in: bytes) else { return false }
            }
        }
        return false
    }

    private mutating func skipEscape(in bytes: Span<UInt8>) -> Bool {
        position += 1
        guard let byte = peek(in: bytes) else { return false }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return true
        case UInt8(ascii: "u"):
            for _ in 0..<4 {
                guard let digit = peek(in: bytes), JSONText.isHexDigit(digit) else { return false }
                position += 1
            }
            return true
        default:
            return false
        }
    }

    /// Source: Unicode 16, table 3-7, Well-Formed UTF-8 Byte Sequences.
    private mutating func skipMultibyteScalar(in bytes: Span<UInt8>) -> Bool {
        let lead = bytes[position]
        let second: ClosedRange<UInt8>
        switch lead {
        case 0xE0: second = 0xA0...0xBF
        case 0xED: second = 0x80...0x9F
        case 0xF0: second = 0x90...0xBF
        case 0xF4: second = 0x80...0x8F
        case 0xC2...0xDF, 0xE1...0xEC, 0xEE...0xEF, 0xF1...0xF3: second = 0x80...0xBF
        default: return false
        }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return false }
        for place in position + 2..<max(position + 2, position + length) where bytes[place] & 0xC0 != 0x80 {
            return false
        }
        position += length
        return true
    }

    private func peek(in bytes: Span<UInt8>) -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func skipBlanks(in bytes: Span<UInt8>) {
        while let byte = peek(in: bytes), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }
}
