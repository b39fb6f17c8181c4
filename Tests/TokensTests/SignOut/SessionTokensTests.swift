import HTTPCookies
import HTTPTypes
import Logging
import Sessions
import SignIn
import StoreTesting
import Synchronization
import Testing

@testable import Tokens

@Suite("A server session and the tokens of its sign-in") struct SessionTokensTests {
    private let clock = ManualClock()
    private let store: MemorySessionStore
    private let keeper: SessionKeeper
    private let mint: Mint

    init() async throws {
        store = MemorySessionStore(capacity: 100, clock: clock)
        mint = try await Mint(sessions: store, clock: clock)
        keeper = try SessionKeeper(store: store, secrets: ["keyboard cat"], clock: clock, logger: mint.log.logger)
    }

    @Test func `have one sid, which is not the session's id`() async throws {
        let (id, tokens) = try await signIn()
        let session = try await open(id)
        #expect(session[.signIn] == tokens.signIn)
        #expect(tokens.signIn.text != id.text)
        let more = try await mint.service.issue(to: Mint.ana, in: session)
        #expect(more.signIn == tokens.signIn)
    }

    @Test func `end together, by the session`() async throws {
        let (id, tokens) = try await signIn()
        let other = try await signIn()
        let session = try await open(id)
        _ = try await signOut(session)
        let (user, next) = (try await mint.user(of: tokens.access), try await mint.refreshed(tokens.refresh))
        #expect(user == nil)
        #expect(next == nil)
        let left = try await mint.refreshed(other.tokens.refresh)
        #expect(left != nil)
    }

    @Test func `end together, by a token, also when the session's id has been renewed`() async throws {
        let (id, tokens) = try await signIn()
        let other = try await signIn()
        let session = try await open(id)
        session.renew()
        _ = try await keeper.commit(session)
        try await mint.service.revoke(refreshToken: tokens.refresh.text)
        let (old, renewed) = (try await open(id), try await open(session.id))
        #expect(old[.signIn] == nil)
        #expect(renewed[.signIn] == nil)
        let left = try await open(other.id)
        #expect(left[.signIn] == other.tokens.signIn)
    }

    @Test func `end together, where a spent token shows that two have it`() async throws {
        let (id, tokens) = try await signIn()
        _ = try await mint.refreshed(tokens.refresh)
        clock.advance(by: .seconds(60))
        _ = try await mint.isReuse(tokens.refresh)
        let session = try await open(id)
        #expect(session[.signIn] == nil)
    }

    @Test func `are not those of the next sign-in in the same session`() async throws {
        let (id, tokens) = try await signIn()
        let session = try await open(id)
        session.signIn(User(name: "Bea", usrId: .integer(7)))
        #expect(session[.signIn] == nil)
        let next = try await mint.service.issue(to: User(name: "Bea", usrId: .integer(7)), in: session)
        #expect(next.signIn != tokens.signIn)
    }

    @Test(arguments: [true, false])
    func `a request in flight at a sign-out is given no tokens that outlive it`(isBefore: Bool) async throws {
        let (id, tokens) = try await signIn()
        let session = try await open(id)
        let end: @Sendable () async throws(StoreError) -> Void = { [mint] () throws(StoreError) in
            try await mint.service.end(tokens.signIn, of: Mint.ana.usrId)
        }
        if isBefore { mint.families.before(.begin, end) } else { mint.families.after(.begin, end) }
        await #expect(throws: SessionError.self) { try await mint.service.issue(to: Mint.ana, in: session) }
        let left = try await mint.families.families(of: Mint.ana.usrId)
        #expect(left.isEmpty)
    }

    @Test func `end together at the second try, where a store failed at the first`() async throws {
        let (id, tokens) = try await signIn()
        mint.families.fail(.revoke, times: 1)
        await #expect(throws: StoreError.self) { try await mint.service.revoke(refreshToken: tokens.refresh.text) }
        try await mint.service.revoke(refreshToken: tokens.refresh.text)
        let session = try await open(id)
        let next = try await mint.refreshed(tokens.refresh)
        #expect(session[.signIn] == nil)
        #expect(next == nil)
    }

    @Test func `of which there are none are told of in the event`() async throws {
        let (id, _) = try await signIn()
        let fresh = try await keeper.open(nil, for: exchange)
        let anonymous = try await keeper.open(nil, for: exchange)
        anonymous["cart", as: Int.self] = 1
        _ = try await keeper.commit(anonymous)
        let sessions = [
            nil, fresh, try await open(anonymous.id), try keeper.openUnread(id, for: exchange), try await open(id),
        ]
        let outcomes: [SignOutEvent.Outcome] = [
            .skipped("no session"), .skipped("no session"), .skipped("the session has no tokens"),
            .skipped("the session could not be read"), .done,
        ]
        for (session, outcome) in zip(sessions, outcomes) {
            let events = Mutex<[SignOutEvent]>([])
            let signOut = SignOut(observer: { event in events.withLock { $0.append(event) } }) {
                RevokeSessionTokens(by: mint.service)
            }
            _ = try await signOut(SignOutRun(headers: [:], session: session, logger: mint.log.logger))
            #expect(events.withLock { $0.first?.steps.map(\.outcome) } == [outcome])
        }
    }

    @Test func `a session without tokens signs out as ever`() async throws {
        let session = try await keeper.open(nil, for: exchange)
        session.signIn(Mint.ana)
        _ = try await signOut(session)
        #expect(mint.families.count(.revoke) == 0)
    }

    private func signIn() async throws -> (id: SessionID, tokens: IssuedTokens) {
        let session = try await keeper.open(nil, for: exchange)
        session.signIn(Mint.ana)
        let tokens = try await mint.service.issue(to: Mint.ana, in: session)
        _ = try await keeper.commit(session)
        return (try await session.id, tokens)
    }

    private func signOut(_ session: Session) async throws -> SignOutAnswer {
        let signOut = SignOut {
            RevokeSessionTokens(by: mint.service)
            DestroySession()
        }
        return try await signOut(SignOutRun(headers: [:], session: session, logger: mint.log.logger))
    }

    private func open(_ id: SessionID) async throws -> Session {
        try await keeper.open(id, for: exchange)
    }

    private var exchange: Exchange {
        Exchange(cookies: CookieFields([]), isSecure: false, logger: mint.log.logger)
    }
}
