import Foundation
import GRDB
import HTTPCookies
import ProcessTesting
import SQLiteStores
import Sessions
import SignIn
import StoreTesting
import Testing

@Suite("Tokens in a SQLite file") struct TokenTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `are denied and revoked for every process that has the file open`() async throws {
        let (first, second) = (try folder.database(), try folder.database())
        let (mine, theirs) = (SQLiteDenyList(first, clock: clock), SQLiteDenyList(second, clock: clock))
        let token = try #require(TokenID("jti"))
        for round in 0..<3 {
            let signIn = try #require(SignInID("sid-\(round)"))
            let before = try await theirs.denies(token, of: signIn)
            try await mine.deny(.signIn(signIn), until: clock.now() + .seconds(60))
            let after = try await theirs.denies(token, of: signIn)
            #expect((before, after) == (false, true))
            clock.advance(by: .seconds(60))
            let swept = try await mine.sweep()
            #expect(swept == 1)
        }
        let family = try family()
        _ = try await SQLiteRefreshFamilyStore(first, clock: clock).begin(family)
        let ended = try await SQLiteRefreshFamilyStore(second, clock: clock).revoke(family.signIn)
        let left = try await SQLiteRefreshFamilyStore(first, clock: clock).family(family.key)
        #expect(ended == 1)
        #expect(left == nil)
    }

    @Test func `are not looked up while nothing is denied`() async throws {
        let database = try folder.database()
        let list = SQLiteDenyList(database, clock: clock)
        let (token, signIn) = (try #require(TokenID("jti")), try #require(SignInID("sid")))
        let other = try folder.database()
        // Without its readers a database can still be glanced at.
        try database.pool.close()
        let isDenied = try await list.denies(token, of: signIn)
        #expect(!isDenied)
        try await SQLiteDenyList(other, clock: clock).deny(.token(token), until: clock.now() + .seconds(60))
        await #expect(throws: StoreError.self) { try await list.denies(token, of: signIn) }
    }

    @Test func `are never taken for allowed where the file cannot tell`() async throws {
        let database = try folder.database()
        let list = SQLiteDenyList(database, clock: clock)
        let (token, signIn) = (try #require(TokenID("jti")), try #require(SignInID("sid")))
        _ = try await list.denies(token, of: signIn)
        try await database.pool.write { try $0.execute(sql: "DROP TABLE denials") }
        let error = await #expect(throws: StoreError.self) { try await list.denies(token, of: signIn) }
        #expect(error?.cause == "SQLite error 1: no such table: denials")
        try database.close()
        await #expect(throws: StoreError.self) { try await list.denies(token, of: signIn) }
    }

    @Test func `stand in it as digests, so that a copy refreshes nothing`() async throws {
        let database = try folder.database()
        let store = SQLiteRefreshFamilyStore(database, clock: clock)
        var generator = SeededGenerator(seed: 3)
        let (first, second) = (RefreshToken(using: &generator), RefreshToken(using: &generator))
        _ = try await store.begin(family(of: first))
        _ = try await store.rotate(
            first.family, from: first.digest, to: second.digest, until: clock.now() + .seconds(60))
        try database.close()
        let file = ["", "-wal"].compactMap { try? Data(contentsOf: URL(filePath: folder.file + $0)) }.reduce(Data(), +)
        #expect(file.range(of: Data(second.digest.bytes)) != nil)
        for token in [first, second] {
            let bytes = try #require(Data(base64Encoded: standardBase64(token.text)))
            for part in [bytes.prefix(16), bytes.dropFirst(16), Data(token.text.utf8)] {
                #expect(file.range(of: Data(part)) == nil)
            }
        }
    }

    @Test func `say SQLite's code and message where it fails, but no stored value`() async throws {
        let database = try folder.database()
        let store = SQLiteRefreshFamilyStore(database, clock: clock)
        let family = try family()
        try await database.pool.write { try $0.execute(sql: "DROP TABLE refresh_families") }
        let calls: [() async throws -> Void] = [
            { _ = try await store.begin(family) },
            { _ = try await store.family(family.key) },
            { _ = try await store.rotate(family.key, from: family.live, to: family.live, until: clock.now()) },
            { _ = try await store.revoke(family.signIn) },
            { _ = try await store.families(of: family.user.usrId) },
            { _ = try await store.sweep() },
        ]
        for call in calls {
            let error = await #expect(throws: StoreError.self) { try await call() }
            #expect(error?.cause == "SQLite error 1: no such table: refresh_families")
        }
    }

    @Test func `take a row that is no family for none, and go on`() async throws {
        let database = try folder.database()
        let store = SQLiteRefreshFamilyStore(database, clock: clock)
        let family = try family()
        for edit in ["live = 'x'", "sid = ''", "usr_id = 1.5", "expire_at_last = 'x'", "name = x'ff'"] {
            _ = try await store.begin(family)
            try await database.pool.write { try $0.execute(sql: "UPDATE refresh_families SET \(edit)") }
            let found = try await store.family(family.key)
            let answer = try await store.rotate(family.key, from: family.live, to: family.live, until: clock.now())
            #expect(found == nil || edit.hasPrefix("name"), "\(edit)")
            #expect(answer == .missing || edit.hasPrefix("name"), "\(edit)")
            try await database.pool.write { try $0.execute(sql: "DELETE FROM refresh_families") }
        }
    }

    private func family() throws -> RefreshFamily {
        var generator = SeededGenerator(seed: 1)
        return try family(of: RefreshToken(using: &generator))
    }

    private func family(of token: RefreshToken) throws -> RefreshFamily {
        RefreshFamily(
            key: token.family, signIn: try #require(SignInID("sid")), user: User(name: "Ana", usrId: .text("a7")),
            live: token.digest, expiry: clock.now() + .seconds(60), limit: clock.now() + .seconds(600))
    }

    private func standardBase64(_ text: String) -> String {
        text.replacing("-", with: "+").replacing("_", with: "/")
    }
}
