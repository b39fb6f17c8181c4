extension Lexer {
    /// Reads a text in quotes.
    mutating func readString(quote: UInt8) {
        let start = position
        position += 1
        var text: [UInt8] = []
        while let byte = peek(), byte != quote {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            guard readCharacter(byte, into: &text) else { return }
        }
        guard peek() == quote else { return stopUnclosed(at: start) }
        position += 1
        add(.string(String(decoding: text, as: UTF8.self)), start..<position)
    }

    private mutating func stopUnclosed(at start: Int) {
        let hint = "\"%>\" ends a tag even inside quotes: write \"%\\>\" there"
        stop(
            at: start, "a text is not closed before the end of its " + (position < limit ? "line" : "tag"),
            hint: position < limit ? nil : hint)
    }

    /// Reads the characters of a template literal up to a hole or its end, and leaves the position there.
    mutating func readTemplateText() -> (text: String, isEnd: Bool)? {
        let start = position
        var text: [UInt8] = []
        while let byte = peek() {
            switch (byte, peek(1)) {
            case (UInt8(ascii: "`"), _): return (String(decoding: text, as: UTF8.self), true)
            case (UInt8(ascii: "$"), UInt8(ascii: "{")): return (String(decoding: text, as: UTF8.self), false)
            case (UInt8(ascii: "\r"), let next):
                text.append(UInt8(ascii: "\n"))
                position += next == UInt8(ascii: "\n") ? 2 : 1
            case (_, _): guard readCharacter(byte, into: &text) else { return nil }
            }
        }
        stop(at: start, "a template literal is not closed before \"%>\"")
        return nil
    }

    /// Reads one byte or one escape.
    ///
    /// - Returns: `false` when the escape is refused and reading has stopped.
    private mutating func readCharacter(_ byte: UInt8, into text: inout [UInt8]) -> Bool {
        guard byte == UInt8(ascii: "\\") else {
            text.append(byte)
            position += 1
            return true
        }
        let start = position
        guard let escaped = readEscape() else {
            stop(at: start, "an escape that is not part of templates")
            return false
        }
        text += escaped.utf8
        return true
    }

    /// Reads an escape after its backslash.
    ///
    /// Source: ECMA-262, 12.9.4 "string literals".
    private mutating func readEscape() -> String? {
        guard position + 1 < limit else { return nil }
        let (scalar, length) = scalar(at: position + 1)
        position += 1 + length
        switch scalar {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "v": return "\u{B}"
        case "0": return peek()?.isDigit == true ? nil : "\0"
        case "1"..."9": return nil
        case "x": return readHex(2).flatMap(Unicode.Scalar.init).map(String.init)
        case "u": return readUnicodeEscape()
        case "\r":
            if peek() == UInt8(ascii: "\n") { position += 1 }
            return ""
        case _: return scalar.isLineBreak ? "" : String(scalar)
        }
    }

    private mutating func readUnicodeEscape() -> String? {
        if peek() == UInt8(ascii: "{") { return readBracedEscape() }
        guard let first = readHex(4) else { return nil }
        guard UTF16.isLeadSurrogate(UInt16(first)) else { return Unicode.Scalar(first).map(String.init) }
        guard peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") else { return nil }
        position += 2
        guard let second = readHex(4), UTF16.isTrailSurrogate(UInt16(second)) else { return nil }
        return String(decoding: [UInt16(first), UInt16(second)], as: UTF16.self)
    }

    private mutating func readBracedEscape() -> String? {
        position += 1
        let digits = source.bytes[position..<limit].prefix(7).prefix { $0 != UInt8(ascii: "}") }
        guard digits.count <= 6, let value = readHex(digits.count), peek() == UInt8(ascii: "}") else { return nil }
        position += 1
        return Unicode.Scalar(value).map(String.init)
    }

    private mutating func readHex(_ count: Int) -> UInt32? {
        guard count > 0, position + count <= limit else { return nil }
        let digits = source.bytes[position..<position + count]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        position += count
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

extension Lexer {
    /// Reads a regular expression: `/[a-z]+/gi`.
    ///
    /// Source: ECMA-262, 12.9.5; a slash inside `[ ]` does not end it.
    mutating func readRegularExpression() {
        let start = position
        position += 1
        var isClass = false
        while let byte = peek(), byte != UInt8(ascii: "\n"), isClass || byte != UInt8(ascii: "/") {
            if byte == UInt8(ascii: "[") { isClass = true }
            if byte == UInt8(ascii: "]") { isClass = false }
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard peek() == UInt8(ascii: "/") else {
            return stop(at: start, "a regular expression is not closed before the end of its line or tag")
        }
        let source = String(decoding: source.bytes[start + 1..<position], as: UTF8.self)
        position += 1
        let flags = position
        while let byte = peek(), UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte { position += 1 }
        add(.regExp(source, String(decoding: self.source.bytes[flags..<position], as: UTF8.self)), start..<position)
    }

    /// Reads a number: `12`, `.5`, `1e3`, `0x1f`, `1_000`.
    mutating func readNumber() {
        let start = position
        while let byte = peek(), byte.isNumberPart || isExponentSign(byte, after: start) { position += 1 }
        let text = String(decoding: source.bytes[start..<position], as: UTF8.self)
        guard let value = NumberLiteral.value(of: text) else {
            return stop(at: start, "\"\(text)\" is no number that templates know")
        }
        add(.number(value), start..<position)
    }

    private func isExponentSign(_ byte: UInt8, after start: Int) -> Bool {
        guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"), position > start else { return false }
        let isRadix =
            start + 1 < position && source.bytes[start] == UInt8(ascii: "0") && !source.bytes[start + 1].isDigit
            && source.bytes[start + 1] != UInt8(ascii: ".") && source.bytes[start + 1] | 0x20 != UInt8(ascii: "e")
        return !isRadix && source.bytes[position - 1] | 0x20 == UInt8(ascii: "e")
    }
}

extension UInt8 {
    /// Letters are taken along so that `3px` is one wrong number.
    fileprivate var isNumberPart: Bool {
        isDigit || self == UInt8(ascii: ".") || self == UInt8(ascii: "_") || self >= 0x80
            || UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20
    }
}

/// What a number in code is worth.
///
/// Source: ECMA-262, 12.9.3 "numeric literals"; no octal `010` and no `1n`.
enum NumberLiteral {
    static func value(of text: String) -> Double? {
        guard !text.hasPrefix("_"), !text.hasSuffix("_"), !text.contains("__") else { return nil }
        let digits = text.filter { $0 != "_" }
        if let value = radix(of: digits) { return value }
        let isOctal = digits.utf8.first == UInt8(ascii: "0") && digits.utf8.dropFirst().first?.isDigit == true
        return isOctal ? nil : decimal(digits)
    }

    /// `0x1f`, `0o17`, `0b101`; the last two below 2⁵³, where every step is exact.
    static func radix(of text: String) -> Double? {
        let radix: Int
        switch text.prefix(2).lowercased() {
        case "0x": radix = 16
        case "0o": radix = 8
        case "0b": radix = 2
        case _: return nil
        }
        let digits = text.dropFirst(2)
        guard !digits.isEmpty else { return nil }
        var value = 0.0
        for digit in digits {
            guard let worth = digit.isASCII ? digit.hexDigitValue : nil, worth < radix else { return nil }
            value = value * Double(radix) + Double(worth)
        }
        return value < 0x1p53 ? value : radix == 16 ? Double(text) : nil
    }

    /// `12`, `12.`, `.5`, `1e-7`; the only signs allowed are those of the exponent.
    static func decimal(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        var position = 0
        func digits() -> Int {
            let start = position
            while position < bytes.count, bytes[position].isDigit { position += 1 }
            return position - start
        }
        let whole = digits()
        var fraction = 0
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            fraction = digits()
        }
        guard whole + fraction > 0 else { return nil }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[position]) {
                position += 1
            }
            guard digits() > 0 else { return nil }
        }
        return position == bytes.count ? Double(normalised(text)) : nil
    }

    /// Swift reads no number that starts or ends with its point.
    private static func normalised(_ text: String) -> String {
        (text.hasPrefix(".") ? "0" : "") + text.replacing(".e", with: ".0e").replacing(".E", with: ".0e")
            + (text.hasSuffix(".") ? "0" : "")
    }
}
