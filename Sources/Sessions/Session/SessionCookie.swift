public import HTTPCookies

/// The attributes of one session's own cookie, as they were at one moment of a request.
///
/// A session keeps them in its record: they begin as ``CookieOptions`` say, and change only where the app changes them
/// here. Times are counted from the moment at which the cookie was asked for. Express: `req.session.cookie`.
///
/// Source: express-session 1.19, `session/cookie.js`.
public struct SessionCookie: Sendable {
    var stored: StoredCookie
    let now: Instant
    /// Whether the request's connection is secure.
    private let isSecure: Bool

    init(_ stored: StoredCookie, asOf now: Instant, isSecure: Bool) {
        self.stored = stored
        self.now = now
        self.isSecure = isSecure
    }

    /// The host that gets the cookie, with those below it; `nil`: the one that sets it, and no other.
    public var domain: String? {
        get { stored.domain }
        set { stored.domain = newValue }
    }

    /// The path that gets the cookie, with those below it; empty: no attribute.
    public var path: String {
        get { stored.path }
        set { stored.path = newValue }
    }

    /// Whether scripts do not see the cookie.
    public var httpOnly: Bool {
        get { stored.httpOnly }
        set { stored.httpOnly = newValue }
    }

    /// Whether the cookie is for secure connections only; setting `auto` sets what the request's connection is.
    ///
    /// It reads as `auto` only from a record with an `"auto"`, which Express 1.19 leaves by a fault and does not
    /// understand.
    public var secure: CookieOptions.Secure {
        get { stored.secure }
        set { stored.secure = newValue != .auto ? newValue : isSecure ? .always : .never }
    }

    /// On which cross-site requests the cookie travels; setting `auto` sets `none` where the cookie is secure by then,
    /// else `lax`.
    ///
    /// It reads as `auto` as ``secure`` does.
    public var sameSite: CookieOptions.SameSite {
        get { stored.sameSite }
        set { stored.sameSite = newValue != .auto ? newValue : stored.isSecure ? .none : .lax }
    }

    /// Whether the cookie belongs to this site inside the one at the top (CHIPS).
    public var partitioned: Bool {
        get { stored.partitioned }
        set { stored.partitioned = newValue }
    }

    /// Which cookies the browser drops first; `nil`: no attribute.
    public var priority: CookiePriority? {
        get { stored.priority }
        set { stored.priority = newValue }
    }

    /// What is left of the cookie's life, negative when it is over; setting it begins a life of this length.
    ///
    /// `nil`: until the browser closes. What is left counts from the last write of the record, since a touch leaves its
    /// text alone. Express: `cookie.maxAge`, in milliseconds.
    public var maxAge: Duration? {
        get { expires.map { $0 - now } }
        set {
            stored.originalMaxAge = newValue
            stored.expires = newValue.map { now + $0 }
        }
    }

    /// When the cookie's life is over; `nil`: when the browser closes.
    ///
    /// Setting it sets ``originalMaxAge`` to what is left until then; so each touch moves it on. Express:
    /// `cookie.expires`.
    public var expires: Instant? {
        get { stored.expires }
        set { maxAge = newValue.map { $0 - now } }
    }

    /// How long the cookie lives after each touch; `nil`: until the browser closes.
    ///
    /// Setting it moves no date before the next touch, such as that of the end of the request. Express:
    /// `cookie.originalMaxAge`, in milliseconds.
    public var originalMaxAge: Duration? {
        get { stored.originalMaxAge }
        set { stored.originalMaxAge = newValue }
    }
}
