extension String {
    /// Whether both texts are the same bytes; Swift's `==` also takes canonically equivalent texts for equal.
    func isExactly(_ other: String) -> Bool {
        // Swift's comparison comes first because it is the fast one; it is never false for equal bytes.
        guard self == other, utf8.count == other.utf8.count else { return false }
        return utf16.count == utf8.count || utf8.elementsEqual(other.utf8)
    }

    /// Whether the text comes before another by UTF-16 code units, which is how JavaScript orders texts.
    func precedes(_ other: String) -> Bool {
        utf16.lexicographicallyPrecedes(other.utf16)
    }

    /// The text of one UTF-16 code unit; half of a surrogate pair reads as U+FFFD.
    ///
    /// - Returns: `nil` outside the text.
    func codeUnit(at index: Int) -> String? {
        guard index >= 0, let position = utf16.index(utf16.startIndex, offsetBy: index, limitedBy: utf16.endIndex),
            position < utf16.endIndex
        else { return nil }
        return String(decoding: CollectionOfOne(utf16[position]), as: UTF16.self)
    }
}

/// The keys which JavaScript counts as places in an array: `"0"` to `"4294967294"`, written without extra zeros.
///
/// Source: ECMA-262, 6.1.7 "array index".
enum ArrayIndex {
    static func parse(_ key: String) -> UInt32? {
        guard let first = key.utf8.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= first else { return nil }
        guard first != UInt8(ascii: "0") || key.utf8.count == 1 else { return nil }
        guard let index = UInt32(key), index < .max else { return nil }
        return index
    }
}
