public import HTTPCookies

/// The attributes with which a new session's cookie begins.
///
/// A session keeps the attributes that it began with, in its record; ``Session/cookie`` changes them. The cookie's name
/// is ``SessionOptions/name``. Express: `cookie`, as an object.
public struct CookieOptions: Hashable, Sendable {
    /// The host that gets the cookie, with those below it; `nil`: the one that sets it, and no other.
    ///
    /// Express: `domain`, none by default there too.
    public var domain: String?
    /// The path that gets the cookie, with those below it; empty: no attribute.
    ///
    /// A request outside of it has no session. Express: `path`, `/` by default there too.
    public var path = "/"
    /// Whether scripts do not see the cookie.
    ///
    /// Express: `httpOnly`, true by default there too.
    public var httpOnly = true
    /// Whether the cookie is for secure connections only.
    ///
    /// Express: `secure`, false there by default.
    public var secure = Secure.auto
    /// On which cross-site requests the cookie travels.
    ///
    /// Express: `sameSite`, absent there by default.
    public var sameSite = SameSite.lax
    /// Whether the cookie belongs to this site inside the one at the top (CHIPS); needs ``secure``.
    ///
    /// Express: `partitioned`, false by default there too.
    public var partitioned = false
    /// Which cookies the browser drops first; `nil`: no attribute.
    ///
    /// Express: `priority`, none by default there too.
    public var priority: CookiePriority?
    private var life = Life.browser

    private enum Life: Hashable {
        case browser
        case maxAge(Duration)
        case expires(Instant)
    }

    /// How long the cookie, and with it the record, lives after each touch; `nil`: until the browser closes.
    ///
    /// Of this and ``expires`` the last one set counts. Express: `maxAge`, in milliseconds; none by default there too.
    public var maxAge: Duration? {
        get { if case .maxAge(let duration) = life { duration } else { nil } }
        set { life = newValue.map { .maxAge($0) } ?? .browser }
    }

    /// When the cookie of a session that begins now is over; `nil`: ``maxAge`` counts.
    ///
    /// Seldom what one wants: a session begins with what is left until then as its maxAge, and each touch extends it by
    /// that, so that the moment ends none that is in use, and all that begin after it are over at once. For a fixed end
    /// there is ``Policy/absoluteLimit``. Of this and ``maxAge`` the last one set counts. Express: `expires`,
    /// discouraged there too.
    public var expires: Instant? {
        get { if case .expires(let moment) = life { moment } else { nil } }
        set { life = newValue.map { .expires($0) } ?? .browser }
    }

    /// Whether a cookie is for secure connections only.
    public enum Secure: Hashable, Sendable {
        /// Yes; on an insecure connection no session is stored. Express: `true`.
        case always
        /// No. Express: `false`.
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
        /// On top-level navigations by a safe method only. Express: `'lax'`.
        case lax
        /// On all; needs `Secure`. Express: `'none'`.
        case none
        /// `none` where the cookie is secure, else `lax`, as it was when the session began. Express: `'auto'`.
        case auto
        /// There is no such attribute, and the browser decides. Express: `false`.
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

    /// For this host, path `/`, HttpOnly, SameSite=Lax, secure where the connection is.
    public init() {}

    /// The cookie of a session that begins now, but for an ``expires``.
    ///
    /// - Throws: ``CookieError`` that says what was met and what was expected, for what no browser would take.
    func begin(as name: String, isSecure connectionIsSecure: Bool) throws(CookieError) -> StoredCookie {
        let isSecure = secure == .always || secure == .auto && (connectionIsSecure || demandsSecure(name))
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
        // What needs Secure is left out where the connection lacks it, and refused where the app does not want it.
        let list = cookie.list(isSecure: isSecure || secure == .auto)
        _ = try SetCookie(name, value: "", attributes: CookieAttributes(list))
        return cookie
    }

    /// Source: RFC 6265bis section 4.1.3; a browser compares without regard to case.
    private func demandsSecure(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasPrefix("__secure-") || name.hasPrefix("__host-")
    }
}
