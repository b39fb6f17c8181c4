extension StringProtocol {
    /// Calls `body` with the text's UTF-8 bytes, where they are: nothing is copied of a native text.
    @inlinable
    package func withUTF8Bytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        let result = try utf8.withContiguousStorageIfAvailable { bytes in try unsafe body(bytes.span) }
        // Darwin's bridged texts have no bytes of their own.
        return try result ?? body(Array(utf8).span)
    }
}

extension Span<UInt8> {
    /// Whether the bytes at these places are the UTF-8 of a text.
    @inlinable
    package func holds(_ text: String, at places: Range<Int>) -> Bool {
        guard text.utf8.count == places.count else { return false }
        return text.withUTF8Bytes { expected in
            for place in 0..<expected.count where self[places.lowerBound + place] != expected[place] { return false }
            return true
        }
    }
}
