/// The text of one file under its display name; turns byte offsets into places.
struct SourceFile: Sendable {
    /// The name errors show: `Views/home.ejs`.
    let label: String
    /// Valid UTF-8.
    let bytes: [UInt8]

    private static let shownCharacters = 120

    /// Appends a run of text; without the slice of an array, whose count of references every page would change.
    @inline(__always)
    func append(_ range: Range<Int>, to output: inout [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range]))
        }
    }

    /// An error at a byte offset.
    ///
    /// O(n); only errors pay it.
    func error(at offset: Int, _ message: String, hint: String? = nil) -> TemplateError {
        let offset = min(max(offset, 0), bytes.count)
        let newline = UInt8(ascii: "\n")
        let before = bytes[..<offset]
        let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
        let end = bytes[offset...].firstIndex(of: newline) ?? bytes.endIndex
        let column = String(decoding: bytes[start..<offset], as: UTF8.self).count + 1
        let line = before.count { $0 == newline } + 1
        return TemplateError(
            place: .init(file: label, line: line, column: column), message: message, hint: hint,
            excerpt: excerpt(of: String(decoding: bytes[start..<end], as: UTF8.self), column: column))
    }

    /// The error of a fault: at its own place where it knows it, else at an offset.
    func error(of fault: Fault, at offset: Int) -> TemplateError {
        switch fault {
        case .here(let message, let hint, let known):
            return error(at: known ?? offset, message, hint: hint)
        case .failed(let error): return error
        case .located(var error):
            error.includedFrom.append(self.error(at: offset, "").place)
            return error
        }
    }

    private func excerpt(of line: String, column: Int) -> TemplateError.Excerpt {
        let text = line.hasSuffix("\r") ? String(line.dropLast()) : line
        guard text.count > Self.shownCharacters else { return .init(text: text, column: column) }
        let skipped = max(0, column - Self.shownCharacters / 2)
        return .init(text: String(text.dropFirst(skipped).prefix(Self.shownCharacters)), column: column - skipped)
    }
}
