/// The `Cookie` header fields of one request, in the order in which they came.
///
/// HTTP/2 may split one field into several (RFC 9113 section 8.2.3); they read as if joined with `; `.
/// Pairs are split at `;` and at the first `=`; blanks around name and value are dropped; a part without `=` is
/// skipped; the first pair of a name wins; one pair of double quotes is removed; a value with `%` is
/// percent-decoded, and kept as it is where that does not work. Names are case-sensitive.
///
/// Source: cookie 0.7.2, `parse`, as express-session 1.19 calls it.
public struct CookieFields: Hashable, Sendable {
    /// All fields as one, each with a semicolon behind it.
    private let bytes: [UInt8]

    /// - Parameter fields: the values of the `Cookie` fields.
    public init(_ fields: [String]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(fields.reduce(0) { $0 + $1.utf8.count + 1 })
        for field in fields {
            bytes.append(contentsOf: field.utf8)
            bytes.append(UInt8(ascii: ";"))
        }
        self.bytes = bytes
    }

    /// The value of the first pair of this name; `nil` if there is none.
    ///
    /// O(length of the fields), allocates only for the value.
    public func value(named name: String) -> String? {
        value(named: name, at: 0)
    }

    /// The value of the pair of this name that has `place` others of it before it; `nil` if there is none.
    package func value(named name: String, at place: Int) -> String? {
        range(named: name, at: place).map { decoded($0) }
    }

    /// The bytes of the first pair of this name as they came, quotes and percent signs included; `nil` if there is
    /// none.
    ///
    /// For handing the cookie on to another server.
    public func bytes(named name: String) -> [UInt8]? {
        range(named: name, at: 0).map { Array(bytes[$0]) }
    }

    /// All pairs, the first of each name, in order.
    public var pairs: [(name: String, value: String)] {
        // By bytes: texts that Unicode holds to be equivalent are different names.
        var seen: Set<ArraySlice<UInt8>> = []
        var result: [(name: String, value: String)] = []
        var scanner = PairScanner()
        while let pair = scanner.next(in: bytes.span) {
            guard seen.insert(bytes[pair.name]).inserted else { continue }
            result.append((String(decoding: bytes[pair.name], as: UTF8.self), decoded(pair.value)))
        }
        return result
    }

    /// How many pairs bear this name; more than one hints at cookies set for several paths or domains.
    public func count(named name: String) -> Int {
        var count = 0
        var scanner = PairScanner()
        while let pair = scanner.next(in: bytes.span) {
            if bytes.span.holds(name, at: pair.name) { count += 1 }
        }
        return count
    }

    private func range(named name: String, at place: Int) -> Range<Int>? {
        var left = place
        var scanner = PairScanner()
        while let pair = scanner.next(in: bytes.span) {
            guard bytes.span.holds(name, at: pair.name) else { continue }
            if left == 0 { return pair.value }
            left -= 1
        }
        return nil
    }

    private func decoded(_ value: Range<Int>) -> String {
        let value = unquoted(value)
        return PercentEncoding.decode(bytes.span.extracting(value)) ?? String(decoding: bytes[value], as: UTF8.self)
    }

    /// A single quote is first and last at once, and leaves nothing.
    private func unquoted(_ places: Range<Int>) -> Range<Int> {
        let quote = UInt8(ascii: "\"")
        guard let last = places.last, bytes[places.lowerBound] == quote, bytes[last] == quote else { return places }
        return places.lowerBound + 1..<max(places.lowerBound + 1, last)
    }
}

/// Walks over the pairs by their places, so that nothing is copied or retained on the way.
private struct PairScanner {
    private var position = 0

    mutating func next(in bytes: Span<UInt8>) -> (name: Range<Int>, value: Range<Int>)? {
        while position < bytes.count {
            let start = position
            let end = place(of: UInt8(ascii: ";"), in: bytes, start..<bytes.count)
            let equals = place(of: UInt8(ascii: "="), in: bytes, start..<end)
            position = end + 1
            guard equals < end else { continue }
            return (trimmed(start..<equals, in: bytes), trimmed(equals + 1..<end, in: bytes))
        }
        return nil
    }

    /// - Returns: the end of the places where the byte is at none of them.
    private func place(of byte: UInt8, in bytes: Span<UInt8>, _ places: Range<Int>) -> Int {
        var place = places.lowerBound
        while place < places.upperBound, bytes[place] != byte { place += 1 }
        return place
    }

    private func trimmed(_ places: Range<Int>, in bytes: Span<UInt8>) -> Range<Int> {
        var (start, end) = (places.lowerBound, places.upperBound)
        while start < end, isBlank(bytes[start]) { start += 1 }
        while start < end, isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
