public import HTTPCookies
public import Sessions

/// Keeps what was denied of access tokens that have not expired yet.
///
/// Asked once for each request that shows a valid access token. Every operation is atomic; what ``deny(_:until:)`` has
/// acknowledged is denied from then on for every node that has the same list. A throw means that the list itself
/// failed. `StoreTesting` has the contract as tests.
public protocol DenyList: Sendable {
    /// Denies one token, or all of one sign-in, until a moment.
    ///
    /// A denial that stands for longer already stays as it is.
    ///
    /// - Parameters:
    ///   - denial: what is denied.
    ///   - end: when every token concerned has expired.
    /// - Throws: ``Sessions/StoreError`` if the list failed.
    func deny(_ denial: Denial, until end: Instant) async throws(StoreError)

    /// Whether a token is denied, by itself or with its sign-in.
    func denies(_ token: TokenID, of signIn: SignInID) async throws(StoreError) -> Bool

    /// Removes denials that have ended.
    ///
    /// - Returns: how many were removed; 0 where the list's server does that by itself.
    func sweep() async throws(StoreError) -> Int
}

/// What is denied.
public enum Denial: Hashable, Sendable {
    /// One access token, by its `jti`.
    case token(TokenID)
    /// All access tokens of one sign-in, by their `sid`.
    case signIn(SignInID)
}
