public import HTTPCookies

/// The attributes with which a new session's cookie begins.
///
/// Express: `name` and `cookie`.
///
/// A session keeps the attributes that it began with, in its record.
public struct CookieOptions: Hashable, Sendable {
    /// The cookie's name.
    ///
    /// Express: `name`.
    public var name = "connect.sid"
    /// The hosts that get the cookie; `nil`: this host only.
    public var domain: String?
    /// The path that gets the cookie, with those below it; empty: no attribute.
    public var path = "/"
    /// Scripts do not see the cookie.
    public var httpOnly = true
    /// Whether the cookie is for secure connections only.
    public var secure = Secure.auto
    /// On which cross-site requests the cookie travels.
    ///
    /// Express: `sameSite`, absent there by default.
    public var sameSite = SameSite.lax
    /// How long the cookie, and with it the record, lives after each change; `nil`: until the browser closes.
    ///
    /// Express: `maxAge`, in milliseconds.
    public var maxAge: Duration?
    /// The cookie belongs to this site inside the one at the top (CHIPS).
    public var partitioned = false
    /// Which cookies the browser drops first.
    public var priority: CookiePriority?

    /// Whether a cookie is for secure connections only.
    public enum Secure: Hashable, Sendable {
        /// Yes; on an insecure connection no session is stored.
        case always
        /// No.
        case never
        /// As the connection was when the session began; yes for a name that demands it. Express: `'auto'`.
        case auto
    }

    /// On which cross-site requests a cookie travels.
    ///
    /// Source: RFC 6265bis section 5.5.7.
    public enum SameSite: String, Hashable, Sendable {
        /// On none. Express: `true` or `'strict'`.
        case strict
        /// On top-level navigations by a safe method only.
        case lax
        /// On all; needs `Secure`.
        case none
        /// `none` where the cookie is secure, else `lax`, as it was when the session began. Express: `'auto'`.
        case auto
        /// There is no such attribute, and the browser decides. Express: `false` or nothing.
        case absent

        /// The attribute's value; `nil`: none.
        func value(isSecure: Bool) -> HTTPCookies.SameSite? {
            switch self {
            case .strict: .strict
            case .lax: .lax
            case .none: HTTPCookies.SameSite.none
            case .auto: isSecure ? HTTPCookies.SameSite.none : .lax
            case .absent: nil
            }
        }
    }

    /// `connect.sid`, for this host, path `/`, HttpOnly, SameSite=Lax, secure where the connection is.
    public init() {}

    /// Checks what a browser would refuse.
    ///
    /// - Throws: ``CookieError`` that says what was met and what was expected.
    func validate() throws(CookieError) {
        let cookie = begin(isSecure: true)
        _ = try SetCookie(name, value: "", attributes: CookieAttributes(cookie.list(isSecure: cookie.isSecure)))
    }

    /// The cookie of a session that begins now.
    func begin(isSecure: Bool) -> StoredCookie {
        let isSecure = secure == .always || secure == .auto && (isSecure || hasSecureName)
        var cookie = StoredCookie()
        cookie.originalMaxAge = maxAge
        cookie.expires = nil
        cookie.partitioned = partitioned
        cookie.priority = priority
        cookie.secure = isSecure ? .always : .never
        cookie.httpOnly = httpOnly
        cookie.domain = domain
        cookie.path = path
        cookie.sameSite = sameSite == .auto ? (isSecure ? .none : .lax) : sameSite
        return cookie
    }

    /// Source: RFC 6265bis section 4.1.3; a browser compares without regard to case.
    private var hasSecureName: Bool {
        let name = name.lowercased()
        return name.hasPrefix("__secure-") || name.hasPrefix("__host-")
    }
}
