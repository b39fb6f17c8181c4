import Sessions

/// Adds, changes and removes accounts, by the rules for usernames, names and passwords.
///
/// It ends no sessions and revokes no tokens: whoever disables or removes an account, or changes its password, must end
/// its user's sessions (`SessionDirectory`) and tokens (`TokenService.revokeAll(of:)`) too.
public struct AccountRegistry: Sendable {
    private let store: any AccountStore
    private let hasher: PasswordHasher
    private let queue: HashingQueue
    private let shortestPassword: Int

    /// - Parameters:
    ///   - store: where the accounts are.
    ///   - hasher: makes the hashes.
    ///   - queue: where hashing runs; the one of the app.
    ///   - shortestPassword: how many Unicode characters a new password needs. NIST SP 800-63B-3 section 5.1.1.2 asks
    ///     for 8; revision 4 asks for 15 where the password is the only factor.
    public init(
        store: any AccountStore, hasher: PasswordHasher, queue: HashingQueue, shortestPassword: Int = 8
    ) {
        self.store = store
        self.hasher = hasher
        self.queue = queue
        self.shortestPassword = shortestPassword
    }

    /// Adds an account.
    ///
    /// - Parameters:
    ///   - username: 1...256 bytes without control characters or white space at the ends; compared byte for byte.
    ///   - name: the full name, under the same rule.
    ///   - password: from `shortestPassword` characters to 1024 bytes, without control characters.
    ///   - usrId: by default the integer above the largest that an account has now, from 1. An id whose account was
    ///     removed can come again: end the removed user's sessions first.
    /// - Returns: the account as it was written.
    /// - Throws: where a part breaks its rule or is taken, or the store fails; then nothing was written.
    public func add(
        username: String, name: String, password: String, usrId: UserID? = nil
    ) async throws(AccountRegistryError) -> Account {
        try check(username: username, name: name, usrId: usrId)
        return try await add(username: username, name: name, hash: try await hash(password), usrId: usrId)
    }

    /// Adds an account that was another app's, with its hash, such as bcrypt's of an Express app.
    ///
    /// - Parameters:
    ///   - username: as ``add(username:name:password:usrId:)`` has it, and so the next ones.
    ///   - name: the full name.
    ///   - passwordHash: one that a password can match: see ``PasswordHasher/fault(of:)``.
    ///   - usrId: what names the user for good; by default the next integer.
    /// - Returns: the account as it was written.
    /// - Throws: where a part breaks its rule or is taken, or the store fails; then nothing was written.
    public func add(
        username: String, name: String, passwordHash: PasswordHash, usrId: UserID? = nil
    ) async throws(AccountRegistryError) -> Account {
        try check(username: username, name: name, usrId: usrId)
        if let fault = hasher.fault(of: passwordHash) { throw .unusableHash(fault) }
        return try await add(username: username, name: name, hash: passwordHash, usrId: usrId)
    }

    /// Sets a password, whatever the old one; a change to the same account at the same time is kept.
    ///
    /// - Parameters:
    ///   - password: from `shortestPassword` characters to 1024 bytes, without control characters.
    ///   - username: whose.
    /// - Throws: where the password breaks its rule, there is no such account, or the store fails.
    public func setPassword(_ password: String, of username: String) async throws(AccountRegistryError) {
        let hash = try await hash(password)
        for _ in 0..<10 {
            let old = try await account(named: username).passwordHash
            let isReplaced = try await asking { store throws(StoreError) in
                try await store.replaceHash(of: username, old, with: hash)
            }
            // Otherwise somebody else has just set another; this one comes later.
            if isReplaced { return }
        }
        throw .store(StoreError("replaceHash", .unavailable, cause: "the account changes all the time"))
    }

    /// Disables an account, or enables it again.
    ///
    /// - Parameters:
    ///   - isDisabled: true: it cannot sign in any more.
    ///   - username: whose.
    /// - Returns: the account as it now is.
    /// - Throws: where there is no such account, or the store fails.
    @discardableResult
    public func setDisabled(_ isDisabled: Bool, of username: String) async throws(AccountRegistryError) -> Account {
        let changed = try await asking { store throws(StoreError) in
            try await store.setDisabled(isDisabled, of: username)
        }
        guard let changed else { throw .noSuchAccount }
        return changed
    }

    /// Removes an account.
    ///
    /// - Parameter username: whose.
    /// - Returns: the account as it was; end the sessions of its `usrId`.
    /// - Throws: where there is no such account, or the store fails.
    @discardableResult
    public func remove(_ username: String) async throws(AccountRegistryError) -> Account {
        guard let account = try await asking({ store throws(StoreError) in try await store.remove(username) }) else {
            throw .noSuchAccount
        }
        return account
    }

    /// All accounts, by username.
    ///
    /// - Returns: disabled ones too. O(accounts).
    /// - Throws: where the store fails.
    public func accounts() async throws(AccountRegistryError) -> [Account] {
        try await asking { store throws(StoreError) in try await store.accounts() }
    }
}

extension AccountRegistry {
    private func check(username: String, name: String, usrId: UserID?) throws(AccountRegistryError) {
        guard AccountRules.allows(username: username) else { throw .invalidUsername }
        guard AccountRules.allows(name: name) else { throw .invalidName }
        if let usrId, !AccountRules.allows(usrId: usrId) { throw .invalidUsrId }
    }

    private func add(
        username: String, name: String, hash: PasswordHash, usrId: UserID?
    ) async throws(AccountRegistryError) -> Account {
        // Another process may take the same next integer; it can do so only so often.
        for _ in 0..<10 {
            let id = if let usrId { usrId } else { try await nextUsrId() }
            let account = Account(usrId: id, username: username, name: name, passwordHash: hash)
            switch try await asking({ store throws(StoreError) in try await store.add(account) }) {
            case nil: return account
            case .username: throw .usernameTaken
            case .usrId: if usrId != nil { throw .usrIdTaken }
            }
        }
        throw .usrIdTaken
    }

    private func account(named username: String) async throws(AccountRegistryError) -> Account {
        let found = try await asking { store throws(StoreError) in try await store.account(named: username) }
        guard let found else { throw .noSuchAccount }
        return found
    }

    private func nextUsrId() async throws(AccountRegistryError) -> UserID {
        var largest = 0
        for case .integer(let number) in try await accounts().map(\.usrId) { largest = max(largest, number) }
        guard largest < AccountRules.largestUsrId else { throw .usrIdTaken }
        return .integer(largest + 1)
    }

    private func hash(_ password: String) async throws(AccountRegistryError) -> PasswordHash {
        // NIST counts code points.
        guard password.unicodeScalars.count >= shortestPassword else {
            throw .passwordTooShort(minimum: shortestPassword)
        }
        guard password.utf8.count <= PasswordHasher.byteLimit else { throw .passwordTooLong }
        guard !AccountRules.hasControlCharacters(password) else { throw .passwordHasControlCharacters }
        let result: Result<PasswordHash, PasswordHashingError>
        do {
            result = try await queue.run { [hasher] in
                Result { () throws(PasswordHashingError) in try hasher.hash(password) }
            }
        } catch {
            switch error {
            case .busy(let delay): throw .busy(retryAfter: delay)
            case .cancelled: throw .busy(retryAfter: .seconds(1))
            }
        }
        return try result.mapError(AccountRegistryError.hashing).get()
    }

    private func asking<Answer>(
        _ question: (any AccountStore) async throws(StoreError) -> Answer
    ) async throws(AccountRegistryError) -> Answer {
        do {
            return try await question(store)
        } catch {
            throw .store(error)
        }
    }
}
