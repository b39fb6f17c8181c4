public import HTTPCookies

/// The chain of refresh tokens that began with one sign-in, of which one is live.
public struct RefreshFamily: Hashable, Sendable {
    /// Under what it is kept.
    public let key: RefreshFamilyKey
    /// The sign-in that it belongs to.
    public let signIn: SignInID
    /// Who has signed in.
    public let user: User
    /// The token that may be traded now.
    public private(set) var live: RefreshTokenDigest
    /// The token that was traded last; `nil` before the first time.
    public private(set) var previous: RefreshTokenDigest?
    /// When that was.
    public private(set) var rotation: Instant?
    /// When the family ends if its live token is not traded before.
    public private(set) var expiry: Instant
    /// When it ends however often its tokens are traded.
    public let limit: Instant

    /// - Parameters:
    ///   - key: under what it is kept.
    ///   - signIn: the sign-in that it belongs to.
    ///   - user: who has signed in.
    ///   - live: the token that may be traded now.
    ///   - previous: the token that was traded last.
    ///   - rotation: when that was.
    ///   - expiry: when it ends if its live token is not traded before; not behind `limit`.
    ///   - limit: when it ends in any case.
    public init(
        key: RefreshFamilyKey, signIn: SignInID, user: User, live: RefreshTokenDigest,
        previous: RefreshTokenDigest? = nil, rotation: Instant? = nil, expiry: Instant, limit: Instant
    ) {
        self.key = key
        self.signIn = signIn
        self.user = user
        self.live = live
        self.previous = previous
        self.rotation = rotation
        self.expiry = min(expiry, limit)
        self.limit = limit
    }

    /// What becomes of it when its live token is traded.
    ///
    /// - Parameters:
    ///   - next: the token that is live from now on.
    ///   - now: the moment.
    ///   - expiry: when it ends if `next` is not traded; the limit, if that comes first.
    /// - Returns: the family to be stored.
    public func rotated(to next: RefreshTokenDigest, at now: Instant, until expiry: Instant) -> RefreshFamily {
        var family = self
        family.previous = live
        family.live = next
        family.rotation = now
        family.expiry = min(expiry, limit)
        return family
    }
}
