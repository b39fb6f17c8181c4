public import Sessions

/// Keeps accounts by their usernames.
public protocol AccountStore: Sendable {
    /// The account of this username, disabled ones too; `nil` if there is none.
    func account(named username: String) async throws(StoreError) -> Account?

    /// Adds an account.
    ///
    /// - Returns: what was taken already, if anything; then nothing was written.
    func add(_ account: Account) async throws(StoreError) -> AccountConflict?

    /// Disables an account or enables it again, and changes nothing else of it.
    ///
    /// - Returns: the account as it now is; `nil` if there is none.
    func setDisabled(_ isDisabled: Bool, of username: String) async throws(StoreError) -> Account?

    /// Writes a new hash only where `old` still stands, so that a rehash cannot undo a change of password.
    ///
    /// - Returns: false where it does not, or there is no such account.
    func replaceHash(
        of username: String, _ old: PasswordHash, with new: PasswordHash
    ) async throws(StoreError) -> Bool

    /// Removes an account.
    ///
    /// - Returns: the account that was removed; `nil` if there was none.
    func remove(_ username: String) async throws(StoreError) -> Account?

    /// All accounts, by username. O(accounts).
    func accounts() async throws(StoreError) -> [Account]
}

/// What keeps an account from being added.
public enum AccountConflict: Hashable, Sendable {
    /// Another account has this username.
    case username
    /// Another account has this `usrId`.
    case usrId
}
