import HTTPCookies
public import Logging
public import Sessions
public import SignIn

extension TokenService {
    /// What a client's access token says; `nil` where it gives no access.
    ///
    /// At most one look at the deny list, and none for a text that is no valid token.
    ///
    /// - Parameters:
    ///   - text: what the client has shown.
    ///   - logger: the request's; at debug it is told why the token gives no access, and never the token.
    /// - Returns: what it says.
    /// - Throws: `StoreError` if the deny list cannot tell.
    public func accessToken(_ text: String, logger: Logger) async throws(StoreError) -> AccessToken? {
        do {
            let token = try read(text, at: clock.now())
            guard try await denials?.denies(token.id, of: token.signIn) != true else { throw AccessTokenRefusal.denied }
            return token
        } catch let error as StoreError {
            throw error
        } catch {
            logger.debug("an access token gives no access", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    /// What a token says that one of the keys has signed.
    ///
    /// - Parameters:
    ///   - text: what a client has shown.
    ///   - now: the moment at which it is to be valid; `nil`: any.
    /// - Returns: what it says.
    /// - Throws: why it gives no access.
    func read(_ text: String, at now: Instant?) throws(AccessTokenRefusal) -> AccessToken {
        let text = try AccessTokenText(text)
        try text.isSigned(by: keys)
        let reader = ClaimsReader(options: options, claims: text.claims)
        let token = try reader.token()
        if let now { try reader.check(token, at: now) }
        return token
    }
}
