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
    /// On which cross-site requests the cookie travels; `nil`: no attribute.
    ///
    /// Express sends none by default.
    public var sameSite: SameSite? = .lax
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
    func begin(isSecure: Bool) -> SessionCookie {
        let isSecure = secure == .always || secure == .auto && (isSecure || hasSecureName)
        var cookie = SessionCookie()
        cookie[.originalMaxAge] = maxAge.map { RawValue($0.milliseconds) } ?? .null
        cookie[.partitioned] = partitioned ? RawValue(true) : nil
        cookie[.priority] = priority.map { RawValue($0.rawValue.lowercased()) }
        cookie[.expires] = .null
        cookie[.secure] = isSecure ? RawValue(true) : nil
        cookie[.httpOnly] = RawValue(httpOnly)
        cookie[.domain] = domain.map { RawValue($0) }
        cookie[.path] = RawValue(path)
        cookie[.sameSite] = sameSite.map { RawValue($0.rawValue.lowercased()) }
        return cookie
    }

    /// Source: RFC 6265bis section 4.1.3; a browser compares without regard to case.
    private var hasSecureName: Bool {
        let name = name.lowercased()
        return name.hasPrefix("__secure-") || name.hasPrefix("__host-")
    }
}
