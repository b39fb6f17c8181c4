import HTTPCookies
public import Logging
import Sessions
import SignIn

extension TokenService {
    /// Trades a refresh token for new tokens.
    ///
    /// Of requests that show the same token at once, or again within ``TokenOptions/repeatLimit``, each gets the very
    /// same next refresh token, as long as that has not been traded itself.
    ///
    /// - Parameters:
    ///   - text: what the client has shown.
    ///   - logger: the request's; an event says that a spent token was shown, and never the token.
    /// - Returns: the tokens, or that there are none.
    /// - Throws: `StoreError` if a store failed; then the token may be shown again.
    public func refresh(_ text: String, logger: Logger) async throws -> Refreshment {
        guard let token = RefreshToken(text) else { return .refused }
        let next = secrets.successor(of: token)
        // Before the trade: whoever revokes the family after it must be able to tell how long what is issued may live.
        let now = clock.now()
        let rotation = try await families.rotate(
            token.family, from: token.digest, to: next.digest, until: now + options.refreshIdleLimit)
        switch rotation {
        case .rotated(let family):
            return .issued(try await issue(next, of: family, at: now))
        case .missing:
            return .refused
        case .changed(let family):
            guard let next = repeated(token, in: family, at: now) else { return try await end(family, logger) }
            return .issued(try await issue(next, of: family, at: now))
        }
    }

    /// The live token, where the one that was shown has just been traded for it.
    private func repeated(_ token: RefreshToken, in family: RefreshFamily, at now: Instant) -> RefreshToken? {
        guard family.previous == token.digest, let rotation = family.rotation,
            now - rotation <= options.repeatLimit
        else { return nil }
        return secrets.successor(of: token, with: family.live)
    }

    /// Source: RFC 9700 section 4.14.2.
    private func end(_ family: RefreshFamily, _ logger: Logger) async throws -> Refreshment {
        logger.warning(
            "a spent refresh token was shown: two have it, so its family is revoked",
            metadata: ["family": "\(family.key)", "usrId": "\(family.user.usrId)"])
        try await end(family.signIn, of: family.user.usrId)
        return .reused
    }
}
