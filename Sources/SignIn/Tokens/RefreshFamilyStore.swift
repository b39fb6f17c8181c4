public import HTTPCookies
public import Sessions

/// Keeps the families of refresh tokens, and of each token no more than a digest.
///
/// Every operation is atomic. A family whose expiry has come is not there, whether it has been swept or not; one that
/// was revoked never comes back. A throw means that the store itself failed. `StoreTesting` has the contract as tests.
public protocol RefreshFamilyStore: Sendable {
    /// Writes a new family.
    ///
    /// - Returns: false where a live family has the key; then nothing was written.
    func begin(_ family: RefreshFamily) async throws(StoreError) -> Bool

    /// The family under `key`; `nil` where it is unknown, revoked or expired.
    func family(_ key: RefreshFamilyKey) async throws(StoreError) -> RefreshFamily?

    /// Makes `next` the live token, only where `token` is.
    ///
    /// - Parameters:
    ///   - key: the family's.
    ///   - token: what a client has shown.
    ///   - next: what it is to have instead.
    ///   - expiry: when the family ends if `next` is not shown; its limit, if that comes first.
    /// - Returns: anything but ``Rotation/rotated(_:)`` means that nothing changed.
    /// - Throws: ``Sessions/StoreError`` if the store failed.
    func rotate(
        _ key: RefreshFamilyKey, from token: RefreshTokenDigest, to next: RefreshTokenDigest, until expiry: Instant
    ) async throws(StoreError) -> Rotation

    /// Removes the families of a sign-in.
    ///
    /// - Returns: how many live ones there were.
    func revoke(_ signIn: SignInID) async throws(StoreError) -> Int

    /// The live families of a user, in any order.
    func families(of user: UserID) async throws(StoreError) -> [RefreshFamily]

    /// Removes expired families for good.
    ///
    /// - Returns: how many were removed; 0 where the store's server does that by itself.
    func sweep() async throws(StoreError) -> Int
}

/// How a trade of a refresh token ended.
public enum Rotation: Hashable, Sendable {
    /// The next token is live; here is the family as it now stands.
    case rotated(RefreshFamily)
    /// There is no such family: unknown, revoked or expired.
    case missing
    /// Another token is live; here is the family as it stands.
    case changed(RefreshFamily)
}
