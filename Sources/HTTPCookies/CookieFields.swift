/// The `Cookie` header fields of one request, in the order in which they came.
///
/// HTTP/2 may split one field into several (RFC 9113 section 8.2.3); they read as if joined with `; `.
/// Pairs are split at `;` and at the first `=`; blanks around name and value are dropped; a part without `=` is
/// skipped; the first pair of a name wins; one pair of double quotes is removed; a value with `%` is
/// percent-decoded, and kept as it is where that does not work. Names are case-sensitive.
///
/// Source: cookie 0.7.2, `parse`, as express-session 1.19 calls it.
public struct CookieFields: Hashable, Sendable {
    private let fields: [[UInt8]]

    /// - Parameter fields: the values of the `Cookie` fields.
    public init(_ fields: [String]) {
        self.fields = fields.map { Array($0.utf8) }
    }

    /// The value of the first pair of this name; `nil` if there is none.
    ///
    /// O(length of the fields), allocates only for the value.
    public func value(named name: String) -> String? {
        first(named: name).map { decoded(unquoted($0)) }
    }

    /// The bytes of the first pair of this name as they came, quotes and percent signs included; `nil` if there is none.
    ///
    /// For handing the cookie on to another server.
    public func bytes(named name: String) -> [UInt8]? {
        first(named: name).map { Array($0) }
    }

    /// All pairs, the first of each name, in order.
    public var pairs: [(name: String, value: String)] {
        // By bytes: texts that Unicode holds to be equivalent are different names.
        var seen: Set<ArraySlice<UInt8>> = []
        var result: [(name: String, value: String)] = []
        for field in fields {
            var scanner = PairScanner(field)
            while let pair = scanner.next() {
                guard seen.insert(pair.name).inserted else { continue }
                result.append((String(decoding: pair.name, as: UTF8.self), decoded(unquoted(pair.value))))
            }
        }
        return result
    }

    /// How many pairs bear this name; more than one hints at cookies set for several paths or domains.
    public func count(named name: String) -> Int {
        var count = 0
        for field in fields {
            var scanner = PairScanner(field)
            while let pair = scanner.next() {
                if pair.name.elementsEqual(name.utf8) { count += 1 }
            }
        }
        return count
    }

    private func first(named name: String) -> ArraySlice<UInt8>? {
        for field in fields {
            var scanner = PairScanner(field)
            while let pair = scanner.next() {
                if pair.name.elementsEqual(name.utf8) { return pair.value }
            }
        }
        return nil
    }

    private func decoded(_ value: ArraySlice<UInt8>) -> String {
        let percent = UInt8(ascii: "%")
        if value.contains(percent), let text = PercentEncoding.decode(bytes: value) { return text }
        return String(decoding: value, as: UTF8.self)
    }

    private func unquoted(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let quote = UInt8(ascii: "\"")
        return text.first == quote && text.last == quote ? text.dropFirst().dropLast() : text
    }
}

/// Walks over the pairs of one field without copying.
private struct PairScanner {
    private var rest: ArraySlice<UInt8>

    init(_ field: [UInt8]) {
        rest = field[...]
    }

    mutating func next() -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
            let part = rest[..<end]
            rest = rest[end...].dropFirst()
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
            return (trimmed(part[..<equals]), trimmed(part[(equals + 1)...]))
        }
        return nil
    }

    private func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let first = text.first, isBlank(first) { text.removeFirst() }
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
