import Synchronization

/// Keeps accounts in memory, for tests and for apps whose accounts come from their configuration.
///
/// Never fails, and forgets everything at the end of the process.
public final class MemoryAccountStore: AccountStore {
    /// By the username's bytes, since two texts that are canonically equivalent are two usernames.
    private let state = Mutex<[[UInt8]: Account]>([:])

    /// An empty store.
    public init() {}

    /// The account of this username, disabled ones too; `nil` if there is none.
    public func account(named username: String) -> Account? {
        state.withLock { $0[Array(username.utf8)] }
    }

    /// Adds an account, in O(accounts), for its `usrId` must be new too.
    public func add(_ account: Account) -> AccountConflict? {
        state.withLock { accounts in
            if accounts[Array(account.username.utf8)] != nil { return .username }
            if accounts.values.contains(where: { $0.usrId == account.usrId }) { return .usrId }
            accounts[Array(account.username.utf8)] = account
            return nil
        }
    }

    /// Disables an account or enables it again.
    public func setDisabled(_ isDisabled: Bool, of username: String) -> Account? {
        state.withLock { accounts in
            accounts[Array(username.utf8)]?.isDisabled = isDisabled
            return accounts[Array(username.utf8)]
        }
    }

    /// Writes a new hash only where `old` still stands.
    public func replaceHash(of username: String, _ old: PasswordHash, with new: PasswordHash) -> Bool {
        state.withLock { accounts in
            guard accounts[Array(username.utf8)]?.passwordHash == old else {
                return false
            }
            accounts[Array(username.utf8)]?.passwordHash = new
            return true
        }
    }

    /// Removes an account.
    public func remove(_ username: String) -> Account? {
        state.withLock { $0.removeValue(forKey: Array(username.utf8)) }
    }

    /// All accounts, by the bytes of their usernames.
    public func accounts() -> [Account] {
        state.withLock { $0.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value) }
    }
}
