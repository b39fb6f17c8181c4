import HTTPCookies

/// Reads the members of a JSON object, one after the other, as places in its text.
struct JSONMembers {
    private var scanner = JSONScanner()
    private var isFirst = true
    /// Whether the object has ended, and nothing but blanks behind it; of no meaning before the last member.
    private(set) var isComplete = false

    /// A name with its quotes, and a value without the blanks around it.
    struct Member {
        let quotedName: Range<Int>
        let value: Range<Int>
    }

    /// - Parameter bytes: the whole text, the same each time.
    /// - Returns: `nil` where there is no further member, or none that is well-formed.
    mutating func next(in bytes: Span<UInt8>) -> Member? {
        if isFirst {
            guard scanner.skip(UInt8(ascii: "{"), in: bytes) else { return nil }
            if scanner.skip(UInt8(ascii: "}"), in: bytes) { return end(of: bytes) }
            isFirst = false
        } else if !scanner.skip(UInt8(ascii: ","), in: bytes) {
            return scanner.skip(UInt8(ascii: "}"), in: bytes) ? end(of: bytes) : nil
        }
        guard let name = scanner.string(in: bytes), scanner.skip(UInt8(ascii: ":"), in: bytes),
            let value = scanner.value(in: bytes, depth: 1)
        else { return nil }
        return Member(quotedName: name, value: value)
    }

    private mutating func end(of bytes: Span<UInt8>) -> Member? {
        isComplete = scanner.isAtEnd(of: bytes)
        return nil
    }
}

extension ArraySlice<UInt8> {
    /// Whether the quoted name at these places is `name`, which has no backslash, with escapes or without.
    func names(_ name: String, at quotedName: Range<Int>) -> Bool {
        let inner = quotedName.dropFirst().dropLast()
        if span.holds(name, at: inner) { return true }
        // An escape is longer than what it stands for.
        guard inner.count > name.utf8.count, span.hasEscape(at: inner) else { return false }
        return JSONText.unescapedBytes(part(quotedName)).elementsEqual(name.utf8)
    }

    /// The bytes at these places, counted from the first.
    func part(_ places: Range<Int>) -> ArraySlice<UInt8> {
        self[startIndex + places.lowerBound..<startIndex + places.upperBound]
    }
}

extension Span<UInt8> {
    /// Whether a backslash is at one of these places.
    func hasEscape(at places: Range<Int>) -> Bool {
        for place in places where self[place] == UInt8(ascii: "\\") { return true }
        return false
    }

    /// Whether the same bytes are at both.
    func isSame(at places: Range<Int>, and others: Range<Int>) -> Bool {
        guard places.count == others.count else { return false }
        for step in 0..<places.count where self[places.lowerBound + step] != self[others.lowerBound + step] {
            return false
        }
        return true
    }
}
