import Sessions

/// Verifies credentials against the accounts of a store.
///
/// An unknown name, a disabled account and a wrong password get the same answer after the same hashing: one hash of
/// the present cost, or as many steps for an account whose hash is cheaper. Only a hash dearer than the present cost
/// shows in the time, until its owner next signs in. Usernames are compared byte for byte: canonically equivalent
/// texts are two names. Source: ASVS 5.0, 6.3.8.
public struct AccountVerifier: CredentialVerifier {
    private let accounts: any AccountStore
    private let hasher: PasswordHasher
    private let queue: HashingQueue

    /// - Parameters:
    ///   - accounts: where the accounts are.
    ///   - hasher: tells the present cost.
    ///   - queue: where hashing runs; the one of the app.
    public init(accounts: any AccountStore, hasher: PasswordHasher, queue: HashingQueue) {
        self.accounts = accounts
        self.hasher = hasher
        self.queue = queue
    }

    /// The user whose enabled account has this username and this password.
    ///
    /// Where the hash was made at another cost, it is replaced; if that fails, the sign-in succeeds all the same. An
    /// account that was disabled, removed or given another password meanwhile does not sign in.
    ///
    /// - Parameter credentials: a username outside 1...256 bytes is unknown without asking the store; a password that
    ///   ``PasswordHasher/accepts(_:)`` refuses is wrong without hashing, whoever's it is.
    /// - Returns: `nil` where there is none; nobody can tell why.
    /// - Throws: `busy` where too much hashing waits (also, for nobody to read, when the task is cancelled while it
    ///   waits); `store` where the store fails to read.
    public func verify(_ credentials: Credentials) async throws(VerificationError) -> User? {
        guard PasswordHasher.accepts(credentials.password) else { return nil }
        // A second round only where the hash was replaced in the meantime, such as by a sign-in at the same time.
        for _ in 0..<2 {
            let account = try await enabledAccount(named: credentials.username)
            let proof = try await proof(of: credentials.password, for: account)
            guard let account, proof.isGiven else { return nil }
            guard let present = try await enabledAccount(named: credentials.username), present.usrId == account.usrId
            else { return nil }
            guard present.passwordHash == account.passwordHash else { continue }
            if let newHash = proof.newHash {
                // The old hash serves as well; the next sign-in tries again.
                _ = try? await accounts.replaceHash(of: account.username, account.passwordHash, with: newHash)
            }
            return User(name: present.name, usrId: present.usrId)
        }
        return nil
    }

    private func enabledAccount(named username: String) async throws(VerificationError) -> Account? {
        guard AccountRules.usernameByteCounts.contains(username.utf8.count) else { return nil }
        do {
            let account = try await accounts.account(named: username)
            return account?.isDisabled == false ? account : nil
        } catch {
            throw .store(error)
        }
    }

    /// Checks, and hashes anew where that is due, in one turn of the queue.
    private func proof(of password: String, for account: Account?) async throws(VerificationError) -> Proof {
        do {
            return try await queue.run { [hasher, hash = account?.passwordHash] in
                switch hasher.verify(password, against: hash) {
                case .match: Proof(isGiven: true)
                case .mismatch: Proof(isGiven: false)
                // Without a new hash the old one stays.
                case .matchButRehash: Proof(isGiven: true, newHash: try? hasher.hash(password))
                }
            }
        } catch {
            switch error {
            case .busy(let delay): throw .busy(retryAfter: delay)
            case .cancelled: throw .busy(retryAfter: .seconds(1))
            }
        }
    }
}

private struct Proof: Sendable {
    let isGiven: Bool
    var newHash: PasswordHash?
}
