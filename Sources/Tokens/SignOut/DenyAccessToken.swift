public import SignIn

/// Denies the access token that the request shows, and ends its sign-in: no token of it works any more, on any node
/// that has the same deny list.
///
/// A token that is missing, or that none of the keys has signed, is no failure; one that has expired ends its sign-in
/// too. The event names whose it was.
public struct DenyAccessToken: SignOutStep {
    private let tokens: TokenService

    /// - Parameter tokens: knows where requests show their tokens.
    ///
    /// Traps for a service without a deny list, since this runs at start-up.
    public init(by tokens: TokenService) {
        precondition(tokens.denials != nil, "the token service has no deny list, expected one to deny access tokens by")
        self.tokens = tokens
    }

    /// Throws `StoreError` if a store failed.
    public func run(_ run: inout SignOutRun) async throws {
        guard let text = tokens.delivery.accessToken(in: run.headers) else { return run.skip("no access token") }
        guard let user = try await tokens.revoke(accessToken: text) else {
            return run.skip("the access token is none of ours")
        }
        run.user = run.user ?? user
    }

    /// `deny the access token of cookie access_token`.
    public var description: String {
        guard case .cookie(let cookie) = tokens.delivery.access else { return "deny the bearer's access token" }
        return "deny the access token of \(cookie)"
    }
}
