/// One attribute of a `Set-Cookie` line.
///
/// Source: RFC 6265bis section 4.1.2; `Partitioned` and `Priority` as Chromium has them.
public enum CookieAttribute: Hashable, Sendable {
    /// Hosts below this domain get the cookie too; a leading dot is allowed and means nothing.
    case domain(String)
    /// Only this path and those below it get the cookie.
    case path(String)
    /// The moment at which the browser forgets the cookie; one before 1970 prints as 1970.
    case expires(Instant)
    /// Seconds until the browser forgets the cookie; wins over `expires`; zero or less is at once.
    case maxAge(Int)
    /// Scripts do not see the cookie.
    case httpOnly
    /// The cookie travels over secure connections only.
    case secure
    /// The cookie belongs to the pair of this site and the one at the top (CHIPS); needs `secure`.
    case partitioned
    /// Which cookies the browser drops first when it has too many.
    case priority(CookiePriority)
    /// On which cross-site requests the cookie travels.
    case sameSite(SameSite)

    /// The date of a cookie that is over: 1970.
    public static let expired = CookieAttribute.expires(.epoch)
}

/// Which cookies a browser drops first.
public enum CookiePriority: String, Hashable, Sendable {
    /// Dropped first.
    case low = "Low"
    /// What a cookie without the attribute has.
    case medium = "Medium"
    /// Dropped last.
    case high = "High"
}

/// On which cross-site requests a cookie travels.
///
/// Source: RFC 6265bis section 5.5.7.
public enum SameSite: String, Hashable, Sendable {
    /// On none.
    case strict = "Strict"
    /// On top-level navigations by a safe method only.
    case lax = "Lax"
    /// On all; needs `Secure`.
    case none = "None"
}

/// Attributes that may stand in one `Set-Cookie` line; they print in the order given.
public struct CookieAttributes: Hashable, Sendable {
    let list: [CookieAttribute]

    /// - Parameter list: in the order in which they shall print.
    /// - Throws: ``CookieError`` for an attribute given twice, a domain or path that is malformed or longer than
    ///   1024 bytes, and for `SameSite=None` or `Partitioned` without `Secure`.
    public init(_ list: [CookieAttribute]) throws(CookieError) {
        var names: Set<String> = []
        for attribute in list {
            guard names.insert(attribute.name).inserted else { throw .repeatedAttribute(attribute.name) }
            try attribute.validate()
        }
        if !list.contains(.secure) {
            if list.contains(.sameSite(.none)) { throw .needsSecure("SameSite=None") }
            if list.contains(.partitioned) { throw .needsSecure("Partitioned") }
        }
        self.list = list
    }

    private init(unchecked list: [CookieAttribute]) {
        self.list = list
    }

    /// No attribute at all: a host-only cookie until the browser closes.
    public static let none = CookieAttributes(unchecked: [])

    func append(to line: inout String) {
        for attribute in list {
            line += "; "
            line += attribute.text
        }
    }
}

extension CookieAttribute {
    var name: String {
        switch self {
        case .domain: "Domain"
        case .path: "Path"
        case .expires: "Expires"
        case .maxAge: "Max-Age"
        case .httpOnly: "HttpOnly"
        case .secure: "Secure"
        case .partitioned: "Partitioned"
        case .priority: "Priority"
        case .sameSite: "SameSite"
        }
    }

    var text: String {
        switch self {
        case .domain(let value), .path(let value): "\(name)=\(value)"
        // Browsers skip a date before 1601, and a Max-Age with a sign is not in the grammar.
        case .expires(let instant): "Expires=\(max(instant, .epoch).imfFixdate)"
        case .maxAge(let seconds): "Max-Age=\(max(seconds, 0))"
        case .priority(let value): "Priority=\(value.rawValue)"
        case .sameSite(let value): "SameSite=\(value.rawValue)"
        case .httpOnly, .secure, .partitioned: name
        }
    }

    func validate() throws(CookieError) {
        switch self {
        case .domain(let value):
            guard value.utf8.count <= 1024, Self.isDomain(value) else { throw .invalidDomain(value) }
        case .path(let value):
            guard value.utf8.count <= 1024, Self.isPath(value) else { throw .invalidPath(value) }
        case .expires, .maxAge, .httpOnly, .secure, .partitioned, .priority, .sameSite:
            break
        }
    }

    /// Labels of 1...63 letters, digits and inner hyphens, joined by dots, behind an optional dot.
    ///
    /// Source: cookie 0.7.2, `domainValueRegExp`; RFC 1034 section 3.5.
    private static func isDomain(_ text: String) -> Bool {
        let labels = (text.hasPrefix(".") ? text.dropFirst() : text[...]).split(
            separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.utf8.first != UInt8(ascii: "-")
                && label.utf8.last != UInt8(ascii: "-") && label.utf8.allSatisfy(isLabelByte)
        }
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// A slash, then no control character, no `;`, and no blank at the end, which a browser would drop.
    ///
    /// Source: RFC 6265bis section 4.1.1, `path-value`.
    private static func isPath(_ text: String) -> Bool {
        text.utf8.first == UInt8(ascii: "/") && text.utf8.last != UInt8(ascii: " ")
            && text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: ";") }
    }
}
