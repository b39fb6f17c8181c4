/// When a session is saved, and how long it lives.
///
/// The limits are enforced on the server, whatever the browser does with its cookie.
public struct Policy: Hashable, Sendable {
    /// Whether a loaded session is written back even if nothing changed.
    ///
    /// Express: `resave`, true there by default.
    public var resave = false
    /// Whether a new session that nobody touched is stored and set as a cookie.
    ///
    /// Express: `saveUninitialized`, true there by default.
    public var saveUninitialized = false
    /// Whether each response of a stored session sets its cookie anew.
    ///
    /// Express: `rolling`, false by default there too.
    public var rolling = false
    /// What becomes of the record of a session that a handler unsets.
    ///
    /// Express: `unset`, `'keep'` by default there too.
    public var unset = Unset.keep

    /// What becomes of the record of a session that a handler unsets.
    public enum Unset: Hashable, Sendable {
        /// It stays as it was, and so does the browser's cookie. Express: `'keep'`.
        case keep
        /// It is destroyed at the commit, and the browser's cookie expires. Express: `'destroy'`.
        case destroy
    }

    /// How many cookies of the session's name are tried, in their order, until one names a session.
    ///
    /// A browser sends several where the cookie was set for several paths or domains, and the first may be dead. A
    /// sign-out destroys the session of each. Express: the first only.
    public var cookieTries = 4
    /// How long a session lives without a request.
    ///
    /// Express: a store's `ttl`, also 24 hours.
    public var idleLimit: Duration = .seconds(24 * 3600)
    /// The idle limit of a session whose id was never renewed, as sign-in does: one that nobody has signed in to.
    ///
    /// Express has no such limit.
    public var anonymousIdleLimit: Duration = .seconds(30 * 60)
    /// How long a session lives at the most, whatever happens; `nil`: for ever.
    ///
    /// Express has no such limit.
    public var absoluteLimit: Duration? = .seconds(30 * 24 * 3600)
    /// Whether the record gets a key `_portero` with its times, on which the last two limits rest.
    ///
    /// Express reads past it.
    public var keepsTimes = true

    /// What we hold to be right.
    public init() {}

    /// What express-session 1.19 does by default, with connect-redis's time to live.
    ///
    /// The cookie's attributes are ``CookieOptions``'s, of which `secure` and `sameSite` differ by default.
    public static var express: Policy {
        var policy = Policy()
        policy.resave = true
        policy.saveUninitialized = true
        policy.anonymousIdleLimit = policy.idleLimit
        policy.absoluteLimit = nil
        policy.keepsTimes = false
        policy.cookieTries = 1
        return policy
    }

    /// By then a record that cannot be destroyed must have expired, even where every request extends it.
    ///
    /// Without times in the record there is no such moment; 400 days is what browsers grant a cookie at the most.
    ///
    /// Source: RFC 6265bis section 5.6.2, the limit on a cookie's age.
    var longestLife: Duration {
        guard keepsTimes, let absoluteLimit else { return .seconds(400 * 24 * 3600) }
        return absoluteLimit
    }
}
