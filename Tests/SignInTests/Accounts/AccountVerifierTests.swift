import Dispatch
import Sessions
import Testing

@testable import SignIn

@Suite("Credentials are verified against accounts") struct AccountVerifierTests {
    private static let cost = ScryptCost(logN: 4, r: 1, p: 1) ?? .owasp
    private static let dearer = ScryptCost(logN: 5, r: 1, p: 2) ?? .owasp
    private let store = MemoryAccountStore()
    private let computed = Recorder()
    private let queue = HashingQueue(workers: 1)

    private func verifier(_ cost: ScryptCost = cost, over store: (any AccountStore)? = nil) -> AccountVerifier {
        AccountVerifier(
            accounts: store ?? self.store, hasher: PasswordHasher(cost: cost, derive: computed.derive), queue: queue)
    }

    private func add(_ username: String, _ password: String, isDisabled: Bool = false) throws {
        let hash = try PasswordHasher(cost: Self.cost).hash(password)
        let id = UserID.text("id of \(username)")
        let account = Account(
            usrId: id, username: username, name: "Name of \(username)", passwordHash: hash, isDisabled: isDisabled)
        #expect(store.add(account) == nil)
    }

    private func verify(
        _ username: String, _ password: String, by verifier: AccountVerifier? = nil
    ) async throws -> User? {
        try await (verifier ?? self.verifier()).verify(Credentials(username: username, password: password))
    }

    @Test func `the right pair gives the user`() async throws {
        try add("ana", "correct horse")
        #expect(try await verify("ana", "correct horse") == User(name: "Name of ana", usrId: .text("id of ana")))
        #expect(computed.costs == [Self.cost])
    }

    @Test func `a wrong password, an unknown name and a disabled account get one answer for one work`() async throws {
        try add("ana", "correct horse")
        try add("eva", "correct horse", isDisabled: true)
        let tooLong = String(repeating: "n", count: 257)
        for (username, password) in [
            ("ana", "wrong"), ("nobody", "correct horse"), ("eva", "correct horse"), ("eva", "wrong"),
            ("", "correct horse"), (tooLong, "correct horse"),
        ] {
            computed.forget()
            #expect(try await verify(username, password) == nil)
            #expect(computed.costs == [Self.cost], "\(username)")
        }
    }

    @Test func `a wrong password takes the present cost's steps for a cheaper hash too`() async throws {
        try add("ana", "correct horse")
        for username in ["ana", "nobody"] {
            computed.forget()
            #expect(try await verify(username, "wrong", by: verifier(Self.dearer)) == nil)
            #expect(computed.costs.map(\.steps).reduce(0, +) == Self.dearer.steps, "\(username)")
        }
    }

    @Test func `a password that cannot be anybody's is refused without hashing, whoever's it is`() async throws {
        try add("ana", "correct horse")
        for password in ["", String(repeating: "p", count: 1025), "correct horse\0"] {
            for username in ["ana", "nobody"] { #expect(try await verify(username, password) == nil) }
        }
        #expect(computed.costs.isEmpty)
    }

    @Test func `a name outside 1 to 256 bytes is looked up in no store`() async throws {
        let verifier = verifier(over: ScriptedAccountStore(store, failsToRead: true))
        for username in ["", String(repeating: "n", count: 257)] {
            #expect(try await verify(username, "correct horse", by: verifier) == nil)
        }
    }

    @Test func `usernames are compared byte for byte`() async throws {
        try add("jos\u{E9}", "correct horse")
        #expect(try await verify("jos\u{E9}", "correct horse") != nil)
        for other in ["jose\u{301}", "Jos\u{E9}", "jos\u{E9} ", "jose"] {
            #expect(try await verify(other, "correct horse") == nil)
        }
    }

    @Test func `a hash of another cost is replaced at a sign-in, and only then`() async throws {
        try add("ana", "correct horse")
        let old = try #require(store.account(named: "ana")?.passwordHash)
        #expect(try await verify("ana", "wrong", by: verifier(Self.dearer)) == nil)
        #expect(store.account(named: "ana")?.passwordHash == old)
        #expect(try await verify("ana", "correct horse", by: verifier(Self.dearer)) != nil)
        let new = try #require(store.account(named: "ana")?.passwordHash)
        #expect(new.phc.utf8.starts(with: "$scrypt$ln=5,r=1,p=2$".utf8))
        computed.forget()
        #expect(try await verify("ana", "correct horse", by: verifier(Self.dearer)) != nil)
        #expect(computed.costs == [Self.dearer])
    }

    #if os(Linux)
    @Test func `a bcrypt hash becomes scrypt's at its owner's first sign-in`() async throws {
        let row = try importedRow(at: 0)
        let verifier = verifierOfBcrypt(over: store)
        #expect(try await verify("ana", "wrong", by: verifier) == nil)
        #expect(store.account(named: "ana")?.passwordHash == row.hash)
        #expect(try await verify("ana", row.password, by: verifier)?.usrId == .integer(7))
        let new = try #require(store.account(named: "ana")?.passwordHash)
        #expect(new.phc.hasPrefix("$scrypt$"))
        #expect(try await verify("ana", row.password) != nil, "by a verifier that knows of no bcrypt")
    }

    @Test func `a bcrypt hash that is replaced does not undo a change of password at the same time`() async throws {
        let row = try importedRow(at: 0)
        let account = try #require(store.account(named: "ana"))
        let changed = try PasswordHasher(cost: Self.cost).hash("another horse")
        #expect(store.replaceHash(of: "ana", account.passwordHash, with: changed))
        // Both looks come before the change, the write behind it.
        let racing = verifierOfBcrypt(over: ScriptedAccountStore(store, answers: [account, account]))
        _ = try await verify("ana", row.password, by: racing)
        #expect(store.account(named: "ana")?.passwordHash == changed)
    }

    @Test func `a bcrypt hash of more than 72 bytes stays, for what follows them may be typed wrong`() async throws {
        let row = try importedRow(at: try #require(BcryptHashes.rows.firstIndex { $0.isTruncated }))
        #expect(try await verify("ana", row.password + "typed wrong", by: verifierOfBcrypt(over: store)) != nil)
        #expect(store.account(named: "ana")?.passwordHash == row.hash)
    }

    @Test func `an unknown name takes as long as one whose hash is bcrypt's`() async throws {
        _ = try importedRow(at: 0)
        for username in ["ana", "nobody"] {
            computed.forget()
            #expect(try await verify(username, "wrong", by: verifierOfBcrypt(over: store)) == nil)
            #expect(computed.bcryptCosts.reduce(0) { $0 + 1 << $1.logRounds } == 1024, "\(username)")
            #expect(computed.costs == [Self.cost], "\(username)")
        }
    }

    private func importedRow(at place: Int) throws -> BcryptHashes.Row {
        let row = try BcryptHashes.loaded.get()[place]
        #expect(store.add(Account(usrId: .integer(7), username: "ana", name: "Ana", passwordHash: row.hash)) == nil)
        return row
    }

    private func verifierOfBcrypt(over store: some AccountStore) -> AccountVerifier {
        AccountVerifier(accounts: store, hasher: computed.hasher(Self.cost, bcryptLimit: .usual), queue: queue)
    }
    #endif

    @Test func `a failure to replace the hash does not fail the sign-in`() async throws {
        try add("ana", "correct horse")
        let verifier = verifier(Self.dearer, over: ScriptedAccountStore(store, failsToWrite: true))
        #expect(try await verify("ana", "correct horse", by: verifier) != nil)
    }

    @Test func `an account that is disabled, removed or renamed during the hashing does not sign in`() async throws {
        try add("ana", "correct horse")
        let account = try #require(store.account(named: "ana"))
        var disabled = account
        disabled.isDisabled = true
        var another = account
        another.usrId = .text("another")
        for later in [disabled, another, nil] {
            let verifier = verifier(over: ScriptedAccountStore(store, answers: [account, later]))
            #expect(try await verify("ana", "correct horse", by: verifier) == nil)
        }
    }

    @Test func `a password that is changed during the hashing counts no more`() async throws {
        try add("ana", "correct horse")
        let account = try #require(store.account(named: "ana"))
        var changed = account
        changed.passwordHash = try PasswordHasher(cost: Self.cost).hash("another horse")
        let verifier = verifier(over: ScriptedAccountStore(store, answers: [account, changed, changed]))
        #expect(try await verify("ana", "correct horse", by: verifier) == nil)
    }

    @Test func `a hash that another sign-in replaced during the hashing does not fail this one`() async throws {
        try add("ana", "correct horse")
        let account = try #require(store.account(named: "ana"))
        var rehashed = account
        rehashed.passwordHash = try PasswordHasher(cost: Self.dearer).hash("correct horse")
        let verifier = verifier(
            Self.dearer, over: ScriptedAccountStore(store, answers: [account, rehashed, rehashed, rehashed]))
        #expect(try await verify("ana", "correct horse", by: verifier) != nil)
    }

    @Test func `a store that fails is an error, not a refusal`() async throws {
        let verifier = verifier(over: ScriptedAccountStore(store, failsToRead: true))
        let error = await #expect(throws: VerificationError.self) {
            try await verify("ana", "correct horse", by: verifier)
        }
        guard case .store(let cause) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(cause.kind == .unavailable)
    }

    @Test func `too much hashing is an error that says when to come again`() async throws {
        let busy = HashingQueue(workers: 1, patience: .seconds(-1))
        let verifier = AccountVerifier(accounts: store, hasher: PasswordHasher(cost: Self.cost), queue: busy)
        let gate = DispatchSemaphore(value: 0)
        async let first: Void = busy.run { gate.wait() }
        var error: VerificationError?
        while error == nil {
            do {
                _ = try await verifier.verify(Credentials(username: "ana", password: "correct horse"))
            } catch let thrown {
                error = thrown
            }
        }
        gate.signal()
        try await first
        guard case .busy(let delay) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(delay >= .seconds(1))
    }

    @Test func `credentials print neither name nor password`() {
        let credentials = Credentials(username: "ana", password: "correct horse")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped, "\([credentials])"] {
            #expect(!text.contains("ana") && !text.contains("horse"), "\(text)")
            #expect(text.contains("Credentials(…)"))
        }
    }
}
