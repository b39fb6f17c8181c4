public import HTTPCookies

/// What a valid access token says.
///
/// A class, since every request's context carries it.
public final class AccessToken: Sendable, CustomStringConvertible {
    /// Its own name: the claim `jti`.
    public let id: TokenID
    /// The sign-in that it belongs to: the claim `sid`.
    public let signIn: SignInID
    /// Who has signed in: the claims `sub`, `usrId` and `name`.
    public let user: User
    /// When it was issued: the claim `iat`.
    public let issued: Instant
    /// When it ends: the claim `exp`, or sooner where tokens may not live so long any more.
    public let expiry: Instant

    /// - Parameters:
    ///   - id: its own name.
    ///   - signIn: the sign-in that it belongs to.
    ///   - user: who has signed in.
    ///   - issued: when it was issued.
    ///   - expiry: when it ends.
    public init(id: TokenID, signIn: SignInID, user: User, issued: Instant, expiry: Instant) {
        self.id = id
        self.signIn = signIn
        self.user = user
        self.issued = issued
        self.expiry = expiry
    }

    /// Its name, as it prints.
    public var description: String {
        "AccessToken(\(id))"
    }
}
