import HTTPCookies

/// How sessions are kept.
///
/// Express: the options of `session()`; <doc:Options> has them all, name by name.
public struct SessionOptions: Sendable {
    /// The cookie's name.
    ///
    /// Express: `name` (once `key`), `connect.sid` by default there too.
    public var name = "connect.sid"
    /// When a session is saved, and how long it lives.
    public var policy = Policy()
    /// The attributes with which a new session's cookie begins.
    ///
    /// Express: `cookie`, as an object.
    public var cookie = CookieOptions()
    /// Adapts ``cookie`` to a request, such as its domain to the tenant's; `nil`: it is the same for all.
    ///
    /// Runs twice for each request, so it must be quick. What the client writes, such as the host, is to be compared with
    /// what the app knows. A cookie that no browser would take fails the request. Express: `cookie`, as a function of
    /// the request; unlike there, an `auto` in what it makes is resolved.
    public var adaptCookie: (@Sendable (inout CookieOptions, Exchange) -> Void)?
    /// Whether the store sees ids or their SHA-256; `nil`: as the store prefers.
    ///
    /// Express: always ids.
    public var keyForm: SessionKeyForm?
    /// How long a commit may go on trying against other nodes that change the same session.
    ///
    /// Express tries once, and the last write wins.
    public var timeLimit: Duration = .seconds(2)
    /// Makes session ids; must not repeat itself or be guessable.
    ///
    /// Runs when somebody asks for the id of a session that is new or renewed, else when that is stored; what it throws
    /// is thrown there. Express: `genid`, 24 random bytes by default there too, and not asynchronous.
    public var makeID: @Sendable (Exchange) async throws -> SessionID = { _ in
        var generator = SystemRandomNumberGenerator()
        return .random(using: &generator)
    }

    /// What we hold to be right.
    public init() {}
}

// MARK: At the start

extension SessionOptions {
    /// Refuses what cannot work, but for the cookie's attributes.
    func validate(now: Instant) throws(SessionOptionsError) {
        for (name, limit) in limits where limit <= .zero { throw .limitOver(name, limit) }
        guard policy.cookieTries > 0 else { throw .noCookieTried(policy.cookieTries) }
        if policy.absoluteLimit != nil, !policy.keepsTimes { throw .absoluteLimitWithoutTimes }
        if let expires = cookie.expires, expires <= now { throw .expiresOver(expires) }
    }

    private var limits: [(String, Duration)] {
        [
            ("policy.idleLimit", policy.idleLimit), ("policy.anonymousIdleLimit", policy.anonymousIdleLimit),
            ("policy.absoluteLimit", policy.absoluteLimit ?? .seconds(1)),
            ("cookie.maxAge", cookie.maxAge ?? .seconds(1)),
        ]
    }
}
