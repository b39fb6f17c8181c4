/// How tokens are issued, and what is expected of those that come back.
public struct TokenOptions: Sendable {
    /// Who issues: the claim `iss`, compared byte for byte.
    public var issuer: String
    /// For whom: the claim `aud` must be this, or a list that has it.
    public var audience: String
    /// How long an access token lives, in whole seconds: 15 minutes unless said otherwise.
    ///
    /// No token is believed longer than this after its `iat`, whatever its `exp`; so a denial for this long covers all.
    public var accessLifetime: Duration = .seconds(15 * 60)
    /// When a family ends whose token nobody trades: 14 days unless said otherwise.
    ///
    /// Source: Auth0's inactivity lifetime is 15 days, djangorestframework-simplejwt's refresh token lives for 1 day,
    /// Rails' signed-in cookies are kept for 14 by Devise's `remember_for`.
    public var refreshIdleLimit: Duration = .seconds(14 * 86_400)
    /// When a family ends however often its tokens are traded: 30 days unless said otherwise, as sessions do.
    ///
    /// Source: Auth0's absolute lifetime is 30 days.
    public var refreshAbsoluteLimit: Duration = .seconds(30 * 86_400)
    /// How long a token that was just traded may be shown again, for an answer that was lost: 10 seconds unless said
    /// otherwise.
    public var repeatLimit: Duration = .seconds(10)

    /// - Parameters:
    ///   - issuer: who issues, such as `https://example.org`.
    ///   - audience: for whom, such as `https://example.org/api`; `nil`: the issuer itself.
    public init(issuer: String, audience: String? = nil) {
        self.issuer = issuer
        self.audience = audience ?? issuer
    }
}
