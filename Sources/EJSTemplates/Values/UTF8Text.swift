/// Checked reading of bytes as UTF-8.
enum UTF8Text {
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The bytes without a byte order mark at the start.
    static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
        bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(byteOrderMark.count)) : bytes
    }

    /// Where the bytes stop being UTF-8; `nil` when all of them are.
    static func firstInvalidOffset(in bytes: [UInt8]) -> Int? {
        if isValid(bytes) { return nil }
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        var offset = 0
        while case .scalarValue(let scalar) = decoder.decode(&rest) { offset += UTF8.width(scalar) }
        return offset
    }

    private static func isValid(_ bytes: [UInt8]) -> Bool {
        guard #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) else {
            return String(validating: bytes, as: UTF8.self) != nil
        }
        // What is wrong with the bytes, their walk below tells better.
        return (try? UTF8Span(validating: bytes.span)) != nil
    }
}
