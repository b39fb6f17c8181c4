import Sessions
public import SignIn

/// Ends the sign-in whose `sid` the server session carries: the tokens that were issued under the session.
///
/// Stands in front of `DestroySession`, behind which nothing can be read. A session without a `sid`, or that could not
/// be read, is no failure.
public struct RevokeSessionTokens: SignOutStep {
    private let tokens: TokenService

    /// - Parameter tokens: has issued them.
    public init(by tokens: TokenService) {
        self.tokens = tokens
    }

    /// Throws `StoreError` if a store failed.
    public func run(_ run: inout SignOutRun) async throws {
        guard let session = run.session, !session.isNew else { return run.skip("no session") }
        guard !session.isUnread else { return run.skip("the session could not be read") }
        guard let signIn = session[.signIn], let user = run.flag.user(of: session) else {
            return run.skip("the session has no tokens")
        }
        try await tokens.end(signIn, of: user.usrId)
    }

    /// `revoke the tokens of the session`.
    public var description: String { "revoke the tokens of the session" }
}
