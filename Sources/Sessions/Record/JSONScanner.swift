/// Finds where JSON values begin and end, and refuses what is not JSON.
///
/// Takes objects and arrays nested at most 512 deep, so that no text overflows the stack.
///
/// Source: RFC 8259; a lone surrogate as an escape is allowed, since `JSON.stringify` writes it.
struct JSONScanner {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private static let deepest = 512

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// Whether only blanks are left.
    var isAtEnd: Bool {
        mutating get {
            skipBlanks()
            return position == bytes.endIndex
        }
    }

    mutating func skipOpeningBrace() -> Bool { skip(UInt8(ascii: "{")) }
    mutating func skipClosingBrace() -> Bool { skip(UInt8(ascii: "}")) }
    mutating func skipColon() -> Bool { skip(UInt8(ascii: ":")) }
    mutating func skipComma() -> Bool { skip(UInt8(ascii: ",")) }

    /// The next string, with its quotes; `nil` if something else stands there.
    mutating func string() -> ArraySlice<UInt8>? {
        skipBlanks()
        let start = position
        return skipString() ? bytes[start..<position] : nil
    }

    /// The next value's bytes; `nil` if there is none, or it is malformed.
    ///
    /// - Parameter depth: how many objects and arrays it stands in.
    /// - Returns: the bytes without the blanks around them.
    mutating func value(depth: Int) -> ArraySlice<UInt8>? {
        skipBlanks()
        let start = position
        return skipValue(depth: depth) ? bytes[start..<position] : nil
    }

    private mutating func skipValue(depth: Int) -> Bool {
        skipBlanks()
        guard position < bytes.endIndex else { return false }
        switch bytes[position] {
        case UInt8(ascii: "{"): return depth < Self.deepest && skipObject(depth: depth + 1)
        case UInt8(ascii: "["): return depth < Self.deepest && skipArray(depth: depth + 1)
        case UInt8(ascii: "\""): return skipString()
        case UInt8(ascii: "t"): return skipWord("true")
        case UInt8(ascii: "f"): return skipWord("false")
        case UInt8(ascii: "n"): return skipWord("null")
        default: return skipNumber()
        }
    }

    private mutating func skipObject(depth: Int) -> Bool {
        position += 1
        if skipClosingBrace() { return true }
        repeat {
            skipBlanks()
            guard skipString(), skipColon(), skipValue(depth: depth) else { return false }
        } while skipComma()
        return skipClosingBrace()
    }

    private mutating func skipArray(depth: Int) -> Bool {
        position += 1
        if skip(UInt8(ascii: "]")) { return true }
        repeat {
            guard skipValue(depth: depth) else { return false }
        } while skipComma()
        return skip(UInt8(ascii: "]"))
    }

    private mutating func skipWord(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard position + length <= bytes.endIndex else { return false }
        guard bytes[position..<position + length].elementsEqual(word.description.utf8) else { return false }
        position += length
        return true
    }

    private mutating func skipNumber() -> Bool {
        if peek == UInt8(ascii: "-") { position += 1 }
        if peek == UInt8(ascii: "0") {
            position += 1
        } else if !skipDigits() {
            return false
        }
        if peek == UInt8(ascii: ".") {
            position += 1
            guard skipDigits() else { return false }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() else { return false }
        }
        return true
    }

    private mutating func skipDigits() -> Bool {
        let start = position
        while let byte = peek, (0x30...0x39).contains(byte) { position += 1 }
        return position > start
    }

    private mutating func skipString() -> Bool {
        guard peek == UInt8(ascii: "\"") else { return false }
        position += 1
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return true
            case UInt8(ascii: "\\"):
                guard skipEscape() else { return false }
            case 0x20..<0x80:
                position += 1
            default:
                guard skipMultibyteScalar() else { return false }
            }
        }
        return false
    }

    private mutating func skipEscape() -> Bool {
        position += 1
        guard let byte = peek else { return false }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return true
        case UInt8(ascii: "u"):
            guard position + 4 <= bytes.endIndex, bytes[position..<position + 4].allSatisfy(JSONText.isHexDigit) else {
                return false
            }
            position += 4
            return true
        default:
            return false
        }
    }

    /// Source: Unicode 16, table 3-7, Well-Formed UTF-8 Byte Sequences.
    private mutating func skipMultibyteScalar() -> Bool {
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
        guard position + length <= bytes.endIndex, second.contains(bytes[position + 1]) else { return false }
        guard bytes[position + 2..<max(position + 2, position + length)].allSatisfy({ $0 & 0xC0 == 0x80 }) else {
            return false
        }
        position += length
        return true
    }

    private var peek: UInt8? {
        position < bytes.endIndex ? bytes[position] : nil
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }
}
