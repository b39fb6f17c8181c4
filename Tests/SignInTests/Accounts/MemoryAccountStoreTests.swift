import SignIn
import StoreTesting
import Testing

@Suite("The memory account store") struct MemoryAccountStoreTests {
    private let store = MemoryAccountStore()

    private func account(_ username: String, _ usrId: UserID, hash: String = "$x$1") -> Account {
        Account(usrId: usrId, username: username, name: username.uppercased(), passwordHash: PasswordHash(phc: hash))
    }

    @Test func `an account that was added is found by its name`() {
        let ana = account("ana", .integer(1))
        #expect(store.add(ana) == nil)
        #expect(store.account(named: "ana") == ana)
        #expect(store.account(named: "eva") == nil)
    }

    @Test func `a username and a usrId are given once`() {
        #expect(store.add(account("ana", .integer(1))) == nil)
        #expect(store.add(account("ana", .integer(2))) == .username)
        #expect(store.add(account("eva", .integer(1))) == .usrId)
        #expect(store.account(named: "eva") == nil)
        #expect(store.add(account("eva", .text("1"))) == nil, "a text is no integer")
    }

    @Test func `names and ids that are only canonically equivalent are different ones`() {
        #expect(store.add(account("jos\u{E9}", .text("\u{E9}"))) == nil)
        #expect(store.add(account("jose\u{301}", .text("e\u{301}"))) == nil)
        #expect(store.accounts().count == 2)
        #expect(store.account(named: "jos\u{E9}")?.usrId.description.utf8.count == 2)
    }

    @Test(arguments: AccountContract.promises)
    func `keeps the account contract`(promise: AccountContract.Promise) async throws {
        try await promise.check { MemoryAccountStore() }
    }

    @Test func `a hash is replaced only where the old one stands`() {
        _ = store.add(account("ana", .integer(1), hash: "$x$1"))
        let (one, two, three) = (PasswordHash(phc: "$x$1"), PasswordHash(phc: "$x$2"), PasswordHash(phc: "$x$3"))
        #expect(!store.replaceHash(of: "ana", two, with: three))
        #expect(!store.replaceHash(of: "eva", one, with: three))
        #expect(store.account(named: "ana")?.passwordHash == one)
        #expect(store.replaceHash(of: "ana", one, with: two))
        #expect(store.account(named: "ana")?.passwordHash == two)
    }

    @Test func `a removed account is given back and gone`() {
        let ana = account("ana", .integer(1))
        _ = store.add(ana)
        #expect(store.remove("ana") == ana)
        #expect(store.remove("ana") == nil)
        #expect(store.account(named: "ana") == nil)
    }

    @Test func `accounts are listed by the bytes of their usernames`() {
        for (place, username) in ["é", "b", "ab", "a", "Z"].enumerated() {
            _ = store.add(account(username, .integer(place)))
        }
        #expect(store.accounts().map(\.username) == ["Z", "a", "ab", "b", "é"])
    }
}
