public import SignIn

/// Removes the family of the refresh token that the request's cookie carries, and ends its sign-in.
///
/// Its access tokens are denied, if the service has a deny list; its server session ends, if the service knows the
/// sessions. A token that is missing, unknown or expired is no failure; one that was spent ends its sign-in too. The
/// event names whose it was.
public struct RevokeRefreshToken: SignOutStep {
    private let tokens: TokenService

    /// - Parameter tokens: knows the cookie and the store.
    public init(by tokens: TokenService) {
        self.tokens = tokens
    }

    /// Throws `StoreError` if a store failed.
    public func run(_ run: inout SignOutRun) async throws {
        guard case .cookie(let cookie) = tokens.delivery.refresh else { return run.skip("none comes in a cookie") }
        guard let text = tokens.delivery.refreshToken(in: run.headers) else { return run.skip("no \(cookie)") }
        guard let user = try await tokens.revoke(refreshToken: text) else {
            return run.skip("\(cookie) belongs to no sign-in")
        }
        run.user = run.user ?? user
    }

    /// `revoke the refresh token of cookie refresh_token`.
    public var description: String {
        guard case .cookie(let cookie) = tokens.delivery.refresh else { return "revoke no refresh token" }
        return "revoke the refresh token of \(cookie)"
    }
}
