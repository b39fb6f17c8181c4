import HTTPCookies
public import Sessions
public import SignIn

extension TokenService {
    /// Ends a sign-in: its access tokens are denied, its refresh tokens' family is revoked, and its server session
    /// ends, as far as the service has a deny list and knows the sessions.
    ///
    /// May be tried again after a failure: the family, by which a refresh token is known, goes last.
    ///
    /// - Parameters:
    ///   - signIn: the sign-in.
    ///   - user: who has signed in.
    /// - Throws: `StoreError` if a store failed.
    public func end(_ signIn: SignInID, of user: UserID) async throws(StoreError) {
        var begun: Instant
        repeat {
            begun = clock.now()
            let lastExpiry = begun + options.accessLifetime + ClaimsReader.skew
            try await denials?.deny(.signIn(signIn), until: lastExpiry)
            try await sessions?.deleteSessions(of: signIn, user)
            _ = try await families.revoke(signIn)
            // A token that was traded just before the revocation must not outlive the denial.
        } while clock.now() - begun > ClaimsReader.skew
    }

    /// Ends the sign-in of a refresh token, live or spent.
    ///
    /// - Parameter text: what a client has shown; what is no token, or one of no family, is no failure.
    /// - Returns: whose sign-in it was; `nil`: nobody's, so that there was nothing to end.
    /// - Throws: `StoreError` if a store failed.
    @discardableResult
    public func revoke(refreshToken text: String) async throws(StoreError) -> UserID? {
        guard let token = RefreshToken(text), let family = try await families.family(token.family) else { return nil }
        try await end(family.signIn, of: family.user.usrId)
        return family.user.usrId
    }

    /// Denies an access token, and ends its sign-in.
    ///
    /// One that has expired ends its sign-in too, since its refresh token may live on.
    ///
    /// - Parameter text: what a client has shown; what none of the keys has signed is no failure.
    /// - Returns: whose sign-in it was, ended before or not; `nil`: the token is none.
    /// - Throws: `StoreError` if a store failed.
    @discardableResult
    public func revoke(accessToken text: String) async throws(StoreError) -> UserID? {
        // Why it is none is nobody's business at a sign-out.
        guard let token = try? read(text, at: nil) else { return nil }
        try await end(token.signIn, of: token.user.usrId)
        return token.user.usrId
    }

    /// Ends all sign-ins of a user that have refresh tokens: for a changed password, and an account that was disabled.
    ///
    /// - Parameters:
    ///   - user: whose.
    ///   - kept: a sign-in that goes on, such as the caller's own.
    /// - Returns: how many were ended.
    /// - Throws: `StoreError` if a store failed.
    @discardableResult
    public func revokeAll(of user: UserID, except kept: SignInID? = nil) async throws(StoreError) -> Int {
        let signIns = Set(try await families.families(of: user).map(\.signIn))
        for signIn in signIns where signIn != kept { try await end(signIn, of: user) }
        return signIns.subtracting(kept.map { [$0] } ?? []).count
    }
}
