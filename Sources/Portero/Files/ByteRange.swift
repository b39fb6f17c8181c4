/// What a `Range` field asks for: one run of bytes.
///
/// Source: RFC 9110 section 14.1.2.
enum ByteRange: Equatable {
    /// `a-b` and `a-`, whose last byte is `nil`.
    case span(first: Int, last: Int?)
    /// `-n`: the last bytes.
    case suffix(Int)

    /// - Parameter field: the field's value; `nil` where it is to be ignored: another unit than bytes, several ranges,
    ///   which may be answered with the whole, and anything malformed.
    init?(_ field: String) {
        let text = field[...].utf8
        guard let equals = text.firstIndex(of: UInt8(ascii: "=")), text[..<equals].isWord("bytes") else { return nil }
        var ranges = FieldParts(text[equals...].dropFirst(), separatedBy: ",")
        guard let range = ranges.next(), ranges.next() == nil,
            let dash = range.firstIndex(of: UInt8(ascii: "-"))
        else { return nil }
        self.init(range[..<dash], range[dash...].dropFirst())
    }

    private init?(_ first: Substring.UTF8View, _ last: Substring.UTF8View) {
        switch (first.isEmpty, last.isEmpty) {
        case (true, true): return nil
        case (true, false):
            guard let count = number(last) else { return nil }
            self = .suffix(count)
        case (false, true):
            guard let first = number(first) else { return nil }
            self = .span(first: first, last: nil)
        case (false, false):
            guard let first = number(first), let last = number(last), first <= last else { return nil }
            self = .span(first: first, last: last)
        }
    }

    /// What it means for a content.
    enum Extent: Equatable {
        case part(Range<Int>)
        /// The last bytes of nothing: a `Content-Range` cannot say so.
        case whole
        case unsatisfiable
    }

    /// The bytes that it means of a content of this length.
    func extent(of count: Int) -> Extent {
        switch self {
        case .suffix(0): .unsatisfiable
        case .suffix(let length): count == 0 ? .whole : .part(max(0, count - length)..<count)
        case .span(let first, _) where first >= count: .unsatisfiable
        case .span(let first, let last): .part(first..<min(last ?? .max, count - 1) + 1)
        }
    }
}

/// One or more digits; what is too large for an `Int` is as large as one can be, which no file is.
private func number(_ text: Substring.UTF8View) -> Int? {
    var number = 0
    for byte in text {
        guard isDigit(byte) else { return nil }
        let (shifted, isTooLarge) = number.multipliedReportingOverflow(by: 10)
        let (sum, overflows) = shifted.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
        number = isTooLarge || overflows ? .max : sum
    }
    return number
}
