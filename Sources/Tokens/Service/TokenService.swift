import HTTPCookies
public import Logging
public import Sessions
public import SignIn

/// Issues access and refresh tokens, reads them, trades them, and revokes them.
///
/// An access token is a JWT that is believed for its own sake, unless its `jti` or its `sid` is denied. A refresh token
/// is known to a store by its digest; each trade answers another one, and one that is shown again when it is spent ends
/// its family. One service serves all requests; ``run()`` is its housekeeping.
public final class TokenService: Sendable {
    /// Where families are.
    public let families: any RefreshFamilyStore
    /// Where denials are; `nil`: an access token lives until its `exp`, whatever happens.
    public let denials: (any DenyList)?
    /// The server sessions that end with the tokens of the same sign-in; `nil`: none do.
    public let sessions: (any SessionDirectory)?
    /// How tokens are issued.
    public let options: TokenOptions
    /// How they reach clients, and come back.
    public let delivery: TokenDelivery
    let keys: TokenKeyRing
    let secrets: SuccessorSecrets
    let clock: any WallClock
    let logger: Logger

    /// - Parameters:
    ///   - keys: sign access tokens; the newest first, all verify.
    ///   - refreshSecrets: derive refresh tokens; the newest first, 32 bytes or more each.
    ///   - families: where families of refresh tokens are.
    ///   - denials: where denials are; `nil`: an access token lives until its `exp`, whatever happens.
    ///   - sessions: server sessions that end with the tokens of the same sign-in; `nil`: none do.
    ///   - delivery: how tokens reach clients, and come back.
    ///   - options: how tokens are issued.
    ///   - clock: tells the time of day.
    ///   - logger: for what happens outside of requests.
    /// - Throws: ``TokenServiceError`` for secrets or limits that do not do.
    public init(
        keys: TokenKeyRing, refreshSecrets: [String], families: any RefreshFamilyStore,
        denials: (any DenyList)? = nil, sessions: (any SessionDirectory)? = nil, delivery: TokenDelivery,
        options: TokenOptions, clock: any WallClock = SystemClock(), logger: Logger
    ) throws(TokenServiceError) {
        try options.validate()
        secrets = try SuccessorSecrets(refreshSecrets)
        self.keys = keys
        self.families = families
        self.denials = denials
        self.sessions = sessions
        self.delivery = delivery
        self.options = options
        self.clock = clock
        self.logger = logger
    }

    /// Issues the first tokens of a sign-in, to a user whose credentials have just been verified.
    ///
    /// - Parameter user: who it is.
    /// - Returns: tokens of a new family.
    /// - Throws: `StoreError` if the store failed.
    public func issue(to user: User) async throws -> IssuedTokens {
        var generator = SystemRandomNumberGenerator()
        return try await issue(to: user, signIn: .random(using: &generator))
    }

    /// Issues tokens to who is signed in to a server session, which keeps the same `sid`, so that either can end the
    /// other.
    ///
    /// - Parameters:
    ///   - user: who it is.
    ///   - session: the session, signed in to; a `sid` that it has already is used again.
    /// - Returns: tokens of a new family.
    /// - Throws: `StoreError` if a store failed; `SessionError.gone` where the sign-in of that `sid` has been
    ///   ended meanwhile, as the deny list tells.
    public func issue(to user: User, in session: Session) async throws -> IssuedTokens {
        guard let signIn = session[.signIn] else {
            var generator = SystemRandomNumberGenerator()
            let signIn = SignInID.random(using: &generator)
            session[.signIn] = signIn
            return try await issue(to: user, signIn: signIn)
        }
        let issued = try await issue(to: user, signIn: signIn)
        // Whoever ends it denies first and revokes then: so either the new family is revoked, or it is seen here.
        guard try await accessToken(issued.access, logger: logger) != nil else {
            _ = try await families.revoke(signIn)
            throw SessionError.gone
        }
        return issued
    }

    private func issue(to user: User, signIn: SignInID) async throws -> IssuedTokens {
        var generator = SystemRandomNumberGenerator()
        let now = clock.now()
        for _ in 0..<3 {
            let token = RefreshToken(using: &generator)
            let family = RefreshFamily(
                key: token.family, signIn: signIn, user: user, live: token.digest,
                expiry: now + options.refreshIdleLimit, limit: now + options.refreshAbsoluteLimit)
            if try await families.begin(family) { return try await issue(token, of: family, at: now) }
        }
        throw StoreError("begin", .unavailable, cause: "3 families were taken, expected a generator of unique ones")
    }

    /// Both tokens of a family whose live token this is.
    func issue(_ token: RefreshToken, of family: RefreshFamily, at now: Instant) async throws -> IssuedTokens {
        var generator = SystemRandomNumberGenerator()
        // The beginning of the second, so that no token seems to be of the future.
        let issued = now.milliseconds / 1000
        let claims = AccessTokenClaims(
            options, user: family.user, signIn: family.signIn, id: .random(using: &generator), issued: issued)
        return IssuedTokens(
            access: try await keys.sign(claims), accessLifetime: options.accessLifetime, refresh: token,
            refreshLifetime: family.expiry - now, signIn: family.signIn)
    }
}

extension TokenOptions {
    func validate() throws(TokenServiceError) {
        guard !issuer.isEmpty, !audience.isEmpty else { throw .noIssuer }
        guard accessLifetime.components.seconds > 0, accessLifetime.components.attoseconds == 0,
            refreshIdleLimit > .zero, refreshIdleLimit <= refreshAbsoluteLimit, repeatLimit >= .zero
        else { throw .invalidLimits }
    }
}
