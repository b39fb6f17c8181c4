import HTTPCookies

/// A cookie as a browser keeps it.
struct StoredCookie: Sendable {
    let name: String
    let value: String
    private(set) var path: String
    private var expiry: Instant?
    private var isSecure = false

    /// - Returns: `nil` for a line without `=` in its first part.
    init?(_ line: String, from requestPath: String, now: Instant) {
        let parts = line.split(separator: ";", omittingEmptySubsequences: false)
        guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { return nil }
        name = trimmed(pair[..<equals])
        value = trimmed(pair[pair.index(after: equals)...])
        path = Self.folder(of: requestPath)
        var maxAge: Int?
        for part in parts.dropFirst() {
            let (key, text) = Self.attribute(part)
            switch key {
            case "path": if text.hasPrefix("/") { path = text }
            case "secure": isSecure = true
            case "expires": expiry = Instant(imfFixdate: text) ?? expiry
            case "max-age": maxAge = Int(text) ?? maxAge
            default: break
            }
        }
        if let maxAge { expiry = maxAge <= 0 ? .epoch : now + .seconds(maxAge) }
    }

    func isExpired(at now: Instant) -> Bool {
        expiry.map { $0 <= now } ?? false
    }

    /// Whether this one stands where `other` goes.
    func replaces(_ other: StoredCookie) -> Bool {
        name.utf8.elementsEqual(other.name.utf8) && path.utf8.elementsEqual(other.path.utf8)
    }

    /// Source: RFC 6265bis section 5.1.4, path-match.
    func goes(to requestPath: String, isSecure channelIsSecure: Bool) -> Bool {
        guard channelIsSecure || !isSecure else { return false }
        let asked = requestPath.prefix { $0 != "?" }
        return asked == path || asked.hasPrefix(path.hasSuffix("/") ? path : path + "/")
    }

    private static func attribute(_ part: Substring) -> (key: String, value: String) {
        guard let equals = part.firstIndex(of: "=") else { return (trimmed(part).lowercased(), "") }
        return (trimmed(part[..<equals]).lowercased(), trimmed(part[part.index(after: equals)...]))
    }

    /// Source: RFC 6265bis section 5.1.4, default-path.
    private static func folder(of path: String) -> String {
        let path = path.prefix { $0 != "?" }
        guard path.hasPrefix("/"), let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}

private func trimmed(_ text: Substring) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let start = text.drop(while: isBlank)
    let end = start.lastIndex { !isBlank($0) }
    return end.map { String(start[...$0]) } ?? ""
}

extension Instant {
    /// Reads `Fri, 02 Jan 2026 03:04:05 GMT`.
    fileprivate init?(imfFixdate text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: parts[2]) else { return nil }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        self.init(iso8601: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }
}

private let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]
