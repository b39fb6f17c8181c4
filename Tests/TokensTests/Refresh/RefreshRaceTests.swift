import HTTPCookies
import Logging
import ProcessTesting
import SQLiteStores
import Sessions
import SignIn
import StoreTesting
import Synchronization
import Testing

@testable import Tokens

/// Each store that can keep families.
enum FamilyHouse: String, CaseIterable, Sendable {
    case memory, sqlite

    /// A store of its own, for as long as the folder lives.
    func store(in folder: TemporaryFolder, clock: ManualClock) throws -> any RefreshFamilyStore {
        switch self {
        case .memory: MemoryRefreshFamilyStore(clock: clock)
        case .sqlite: SQLiteRefreshFamilyStore(try folder.database(), clock: clock)
        }
    }
}

@Suite("Refreshes that race") struct RefreshRaceTests {
    @Test(arguments: FamilyHouse.allCases)
    func `a hundred of one token get exactly one next token`(house: FamilyHouse) async throws {
        let (folder, clock) = (try TemporaryFolder(), ManualClock())
        let mint = try await Mint(families: house.store(in: folder, clock: clock), clock: clock)
        let first = try await mint.service.issue(to: Mint.ana)
        let answers = try await withThrowingTaskGroup(of: IssuedTokens?.self) { group in
            for _ in 0..<100 { group.addTask { try await mint.refreshed(first.refresh) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { $0 == nil } == 0)
        #expect(Set(answers.compactMap { $0?.refresh }).count == 1)
        let family = try await mint.family(of: first.refresh)
        #expect(family?.live == answers[0]?.refresh.digest)
        let user = try await mint.user(of: try #require(answers[0]).access)
        #expect(user == Mint.ana)
    }

    @Test(arguments: FamilyHouse.allCases)
    func `a revoked family never comes back, in whatever order trades and the sign-out go`(
        house: FamilyHouse
    ) async throws {
        for seed: UInt64 in 0..<60 {
            let (folder, clock) = (try TemporaryFolder(), ManualClock())
            let schedule = Schedule(seed: seed)
            let store = ScheduledFamilyStore(store: try house.store(in: folder, clock: clock), schedule: schedule)
            let mint = try await Mint(families: store, clock: clock)
            let first = try await mint.service.issue(to: Mint.ana)
            let issued = Mutex<[IssuedTokens]>([first])
            await schedule.run(
                (0..<2).map { _ in { @Sendable in await trade(first, three: mint, issued) } } + [
                    { @Sendable in
                        do {
                            try await mint.service.revoke(refreshToken: first.refresh.text)
                        } catch {
                            Issue.record(error)
                        }
                    }
                ])
            for tokens in issued.withLock({ $0 }) {
                let (next, user) = (try await mint.refreshed(tokens.refresh), try await mint.user(of: tokens.access))
                #expect(next == nil, "seed \(seed)")
                #expect(user == nil, "seed \(seed)")
            }
        }
    }

    /// Trades a token, and those that follow, as a client would.
    private func trade(_ first: IssuedTokens, three mint: Mint, _ issued: borrowing Mutex<[IssuedTokens]>) async {
        var token = first.refresh
        for _ in 0..<3 {
            do {
                guard let next = try await mint.refreshed(token) else { return }
                issued.withLock { $0.append(next) }
                token = next.refresh
            } catch {
                Issue.record(error)
            }
        }
    }

    @Test func `what is issued just before a slow revocation does not outlive the denial`() async throws {
        let mint = try await Mint()
        let first = try await mint.service.issue(to: Mint.ana)
        let late = Mutex<IssuedTokens?>(nil)
        // Denied already, not revoked yet: the store hangs for two minutes, and a refresh gets in between.
        mint.denials.after(.deny) { () throws(StoreError) in
            mint.clock.advance(by: .seconds(120))
            let tokens: IssuedTokens?
            do {
                tokens = try await mint.refreshed(first.refresh)
            } catch {
                throw StoreError("rotate", .unavailable, cause: "\(error)")
            }
            late.withLock { $0 = tokens }
        }
        try await mint.service.end(first.signIn, of: Mint.ana.usrId)
        let tokens = try #require(late.withLock { $0 })
        for _ in 0..<1100 {
            let user = try await mint.user(of: tokens.access)
            #expect(user == nil)
            mint.clock.advance(by: .seconds(1))
        }
    }

    @Test func `a trade that was done before the revocation issues nothing that outlives the denial`() async throws {
        let mint = try await Mint()
        let first = try await mint.service.issue(to: Mint.ana)
        mint.families.after(.rotate) { () throws(StoreError) in
            try await mint.service.end(first.signIn, of: Mint.ana.usrId)
            mint.clock.advance(by: .seconds(500))
        }
        let tokens = try #require(try await mint.refreshed(first.refresh))
        for _ in 0..<1100 {
            let user = try await mint.user(of: tokens.access)
            #expect(user == nil)
            mint.clock.advance(by: .seconds(1))
        }
    }
}

/// A store with a door before and behind each operation.
private struct ScheduledFamilyStore: RefreshFamilyStore {
    let store: any RefreshFamilyStore
    let schedule: Schedule

    func begin(_ family: RefreshFamily) async throws(StoreError) -> Bool {
        try await schedule.pass { () async throws(StoreError) in try await store.begin(family) }
    }

    func family(_ key: RefreshFamilyKey) async throws(StoreError) -> RefreshFamily? {
        try await schedule.pass { () async throws(StoreError) in try await store.family(key) }
    }

    func rotate(
        _ key: RefreshFamilyKey, from token: RefreshTokenDigest, to next: RefreshTokenDigest, until expiry: Instant
    ) async throws(StoreError) -> Rotation {
        try await schedule.pass { () async throws(StoreError) in
            try await store.rotate(key, from: token, to: next, until: expiry)
        }
    }

    func revoke(_ signIn: SignInID) async throws(StoreError) -> Int {
        try await schedule.pass { () async throws(StoreError) in try await store.revoke(signIn) }
    }

    func families(of user: UserID) async throws(StoreError) -> [RefreshFamily] {
        try await schedule.pass { () async throws(StoreError) in try await store.families(of: user) }
    }

    func sweep() async throws(StoreError) -> Int {
        try await store.sweep()
    }
}
