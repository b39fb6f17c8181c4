import Sessions
import Testing

@testable import SignIn

@Suite("Accounts are administered by rules") struct AccountRegistryTests {
    private static let cost = ScryptCost(logN: 4, r: 1, p: 1) ?? .owasp
    private let store = MemoryAccountStore()
    private let queue = HashingQueue(workers: 1)

    private var registry: AccountRegistry {
        AccountRegistry(store: store, hasher: PasswordHasher(cost: Self.cost), queue: queue)
    }

    private func signsIn(_ username: String, _ password: String) async throws -> Bool {
        let verifier = AccountVerifier(accounts: store, hasher: PasswordHasher(cost: Self.cost), queue: queue)
        return try await verifier.verify(Credentials(username: username, password: password)) != nil
    }

    /// The words of the error that adding throws; `nil` where it adds.
    private func fault(
        username: String = "ana", name: String = "Ana", password: String = "correct horse", usrId: UserID? = nil
    ) async -> String? {
        do {
            _ = try await registry.add(username: username, name: name, password: password, usrId: usrId)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `an account that was added signs in`() async throws {
        let account = try await registry.add(username: "ana", name: "Ana Ruiz", password: "correct horse")
        #expect(account.name == "Ana Ruiz" && !account.isDisabled)
        #expect(store.accounts() == [account])
        #expect(try await signsIn("ana", "correct horse"))
    }

    #if os(Linux)
    @Test func `an account comes with another app's hash, where a password can match it`() async throws {
        let row = try #require(BcryptHashes.rows.first)
        let hasher = PasswordHasher(cost: Self.cost, bcryptUpTo: .usual)
        let registry = AccountRegistry(store: store, hasher: hasher, queue: queue)
        let account = try await registry.add(username: "ana", name: "Ana Ruiz", passwordHash: row.hash)
        #expect(store.accounts() == [account] && account.passwordHash == row.hash)
        let verifier = AccountVerifier(accounts: store, hasher: hasher, queue: queue)
        #expect(try await verifier.verify(Credentials(username: "ana", password: row.password)) != nil)
        let dear = PasswordHash(phc: row.hash.phc.replacing("$04$", with: "$31$"))
        for (username, hash, words) in [
            ("eva", dear, "the hash is bcrypt's at cost 31, expected 10 at most"),
            ("eva", PasswordHash(phc: "correct horse"), PasswordHashFault.unknown.description),
            (" eva", row.hash, "a username must have"), ("ana", row.hash, "another account has this username"),
        ] {
            let error = await #expect(throws: AccountRegistryError.self) {
                try await registry.add(username: username, name: "Eva", passwordHash: hash)
            }
            #expect(error?.description.hasPrefix(words) == true)
        }
        #expect(store.accounts().count == 1)
    }
    #endif

    @Test func `ids are given from 1, above the largest integer`() async throws {
        #expect(try await registry.add(username: "a", name: "A", password: "correct horse").usrId == .integer(1))
        #expect(try await registry.add(username: "b", name: "B", password: "correct horse").usrId == .integer(2))
        let given = try await registry.add(username: "c", name: "C", password: "correct horse", usrId: .integer(40))
        #expect(given.usrId == .integer(40))
        _ = try await registry.add(username: "d", name: "D", password: "correct horse", usrId: .text("900"))
        #expect(try await registry.add(username: "e", name: "E", password: "correct horse").usrId == .integer(41))
    }

    @Test func `an id that somebody else has just taken is not given again`() async throws {
        _ = try await registry.add(username: "a", name: "A", password: "correct horse")
        let racing = AccountRegistry(
            store: ScriptedAccountStore(store, listings: [[], []]), hasher: PasswordHasher(cost: Self.cost),
            queue: queue)
        #expect(try await racing.add(username: "b", name: "B", password: "correct horse").usrId == .integer(2))
    }

    @Test func `a change of password that another one overtakes comes after it`() async throws {
        let before = try await registry.add(username: "ana", name: "Ana", password: "correct horse")
        try await registry.setPassword("overtaking horse", of: "ana")
        let racing = AccountRegistry(
            store: ScriptedAccountStore(store, answers: [before]), hasher: PasswordHasher(cost: Self.cost), queue: queue
        )
        try await racing.setPassword("last horse", of: "ana")
        #expect(try await signsIn("ana", "last horse"))
    }

    @Test func `a store that fails is told as it is`() async {
        let failing = AccountRegistry(
            store: ScriptedAccountStore(store, failsToRead: true, failsToWrite: true),
            hasher: PasswordHasher(cost: Self.cost), queue: queue)
        let error = await #expect(throws: AccountRegistryError.self) { try await failing.accounts() }
        #expect(error?.description == "store unavailable in account: a test says so")
    }

    @Test func `negative ids count for nothing`() async throws {
        _ = try await registry.add(username: "a", name: "A", password: "correct horse", usrId: .integer(-7))
        #expect(try await registry.add(username: "b", name: "B", password: "correct horse").usrId == .integer(1))
    }

    @Test func `no id follows the largest that JavaScript reads exactly`() async {
        #expect(await fault(username: "a", usrId: .integer(9_007_199_254_740_991)) == nil)
        #expect(await fault(username: "b") == "another account has this usrId")
        #expect(await fault(username: "c", usrId: .integer(9_007_199_254_740_992))?.contains("53 bits") == true)
        #expect(await fault(username: "d", usrId: .integer(.min))?.contains("53 bits") == true)
    }

    @Test func `a username or a usrId that is taken is refused`() async {
        #expect(await fault(username: "ana", usrId: .integer(1)) == nil)
        #expect(await fault(username: "ana") == "another account has this username")
        #expect(await fault(username: "eva", usrId: .integer(1)) == "another account has this usrId")
        #expect(store.accounts().count == 1)
    }

    @Test(arguments: [
        "", " ", " ana", "ana ", "ana\n", "\tana", "a\0na", "a\u{7F}", "a\u{85}b", "a\u{2028}b", "\u{A0}ana",
        "ana\u{3000}", String(repeating: "a", count: 257), String(repeating: "ñ", count: 129),
    ])
    func `a username or name that breaks its rule is refused`(text: String) async {
        #expect(await fault(username: text)?.hasPrefix("a username must have") == true)
        #expect(await fault(name: text)?.hasPrefix("a name must have") == true)
        #expect(await fault(usrId: .text(text))?.hasPrefix("a usrId must be") == true)
        #expect(store.accounts().isEmpty)
    }

    @Test(arguments: [
        "a", "ana ruiz", "ana@ejemplo.es", "josé", "用户", String(repeating: "a", count: 256), "O'Neil <x>",
    ])
    func `a username or name within its rule is kept as it is`(text: String) async throws {
        let account = try await registry.add(username: text, name: text, password: "correct horse", usrId: .text(text))
        #expect(account.username.utf8.elementsEqual(text.utf8))
        #expect(try await signsIn(text, "correct horse"))
    }

    @Test func `a password has at least 8 characters, counted as code points`() async {
        #expect(await fault(password: "1234567") == "a password must have at least 8 characters")
        #expect(await fault(password: "ñññññññ") == "a password must have at least 8 characters")
        #expect(await fault(password: "") == "a password must have at least 8 characters")
        #expect(await fault(username: "a", password: "12345678") == nil)
        #expect(await fault(username: "b", password: "ññññññññ") == nil)
    }

    @Test func `a password has at most 1024 bytes and no control characters`() async {
        #expect(await fault(password: String(repeating: "a", count: 1025)) == "a password must have at most 1024 bytes")
        #expect(await fault(username: "a", password: String(repeating: "a", count: 1024)) == nil)
        for password in ["correct\nhorse", "correct horse\n", "correct\0horse", "correct\thorse"] {
            #expect(await fault(password: password)?.contains("no control characters") == true)
        }
    }

    @Test func `a longer shortest password can be asked for`() async {
        let strict = AccountRegistry(
            store: store, hasher: PasswordHasher(cost: Self.cost), queue: queue, shortestPassword: 15)
        await #expect(throws: AccountRegistryError.self) {
            try await strict.add(username: "ana", name: "Ana", password: "12345678901234")
        }
    }

    @Test func `a new password replaces the old one, under the same rule`() async throws {
        _ = try await registry.add(username: "ana", name: "Ana", password: "correct horse")
        try await registry.setPassword("another horse", of: "ana")
        #expect(try await signsIn("ana", "another horse"))
        #expect(try await !signsIn("ana", "correct horse"))
        await #expect(throws: AccountRegistryError.self) { try await registry.setPassword("short", of: "ana") }
        #expect(try await signsIn("ana", "another horse"))
    }

    @Test func `a disabled account signs in again once it is enabled`() async throws {
        _ = try await registry.add(username: "ana", name: "Ana", password: "correct horse")
        #expect(try await registry.setDisabled(true, of: "ana").isDisabled)
        #expect(try await !signsIn("ana", "correct horse"))
        try await registry.setPassword("another horse", of: "ana")
        #expect(try await !signsIn("ana", "another horse"), "a new password enables nobody")
        try await registry.setDisabled(false, of: "ana")
        #expect(try await signsIn("ana", "another horse"))
    }

    @Test func `a removed account is given back and gone`() async throws {
        let account = try await registry.add(username: "ana", name: "Ana", password: "correct horse")
        #expect(try await registry.remove("ana") == account)
        #expect(try await registry.accounts().isEmpty)
        #expect(try await !signsIn("ana", "correct horse"))
    }

    @Test func `an account that is not there cannot be changed`() async {
        let words = "no account has this username"
        for change: (AccountRegistry) async throws -> Void in [
            { try await $0.setPassword("correct horse", of: "ana") },
            { try await $0.setDisabled(true, of: "ana") },
            { try await $0.remove("ana") },
        ] {
            let error = await #expect(throws: AccountRegistryError.self) { try await change(registry) }
            #expect(error?.description == words)
        }
    }
}
