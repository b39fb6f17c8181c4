/// How long a file may be kept without asking again.
enum CacheRule {
    static let revalidated = "public, max-age=0, must-revalidate"
    static let immutable = "public, max-age=31536000, immutable"

    /// The `Cache-Control` field of a file, by its path.
    ///
    /// A part of the name, between dots or dashes, of at least eight hex digits with both a letter and a figure among
    /// them, is a fingerprint of the content; a date such as `20260102` or a word such as `facade` is none.
    static func field(for path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        let parts = name.utf8.split(omittingEmptySubsequences: false) { byte in
            byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
        }
        return parts.dropFirst().dropLast().contains(where: isFingerprint) ? immutable : revalidated
    }

    private static func isFingerprint(_ part: Substring.UTF8View) -> Bool {
        let figures = part.count(where: isDigit)
        let letters = part.count { (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20) }
        return figures > 0 && letters > 0 && figures + letters == part.count && part.count >= 8
    }
}
