import Sessions
import SignIn
import Synchronization

/// A store that fails, or answers first from lists, then from the store behind it.
final class ScriptedAccountStore: AccountStore {
    private let store: MemoryAccountStore
    private let answers: Mutex<[Account?]>
    private let listings: Mutex<[[Account]]>
    private let failsToRead: Bool
    private let failsToWrite: Bool

    init(
        _ store: MemoryAccountStore, answers: [Account?] = [], listings: [[Account]] = [], failsToRead: Bool = false,
        failsToWrite: Bool = false
    ) {
        self.store = store
        self.answers = Mutex(answers)
        self.listings = Mutex(listings)
        self.failsToRead = failsToRead
        self.failsToWrite = failsToWrite
    }

    private func check(_ fails: Bool) throws(StoreError) {
        if fails { throw StoreError("account", .unavailable, cause: "a test says so") }
    }

    func account(named username: String) throws(StoreError) -> Account? {
        try check(failsToRead)
        return answers.withLock { $0.isEmpty ? store.account(named: username) : $0.removeFirst() }
    }

    func add(_ account: Account) throws(StoreError) -> AccountConflict? {
        try check(failsToWrite)
        return store.add(account)
    }

    func setDisabled(_ isDisabled: Bool, of username: String) throws(StoreError) -> Account? {
        try check(failsToWrite)
        return store.setDisabled(isDisabled, of: username)
    }

    func replaceHash(of username: String, _ old: PasswordHash, with new: PasswordHash) throws(StoreError) -> Bool {
        try check(failsToWrite)
        return store.replaceHash(of: username, old, with: new)
    }

    func remove(_ username: String) throws(StoreError) -> Account? {
        try check(failsToWrite)
        return store.remove(username)
    }

    func accounts() throws(StoreError) -> [Account] {
        try check(failsToRead)
        return listings.withLock { $0.isEmpty ? store.accounts() : $0.removeFirst() }
    }
}
