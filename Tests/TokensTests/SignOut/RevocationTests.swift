import HTTPCookies
import HTTPTypes
import Sessions
import SignIn
import StoreTesting
import Synchronization
import Testing

@testable import Tokens

@Suite("A sign-in that was ended") struct RevocationTests {
    @Test(arguments: ["refresh_token", "access_token"])
    func `by one of its two cookies leaves neither token of use, nor a copy of them`(name: String) async throws {
        let mint = try await Mint()
        let first = try await mint.service.issue(to: Mint.ana)
        let second = try #require(try await mint.refreshed(first.refresh))
        let other = try await mint.service.issue(to: Mint.ana)
        let value = name == "refresh_token" ? second.refresh.text : second.access
        try await mint.signOut("\(name)=\(value)")
        for tokens in [first, second] {
            let (user, next) = (try await mint.user(of: tokens.access), try await mint.refreshed(tokens.refresh))
            #expect(user == nil)
            #expect(next == nil)
        }
        let (user, next) = (try await mint.user(of: other.access), try await mint.refreshed(other.refresh))
        #expect(user == Mint.ana)
        #expect(next != nil)
    }

    @Test func `stays ended until its last access token has expired`() async throws {
        let mint = try await Mint()
        let tokens = try await mint.service.issue(to: Mint.ana)
        try await mint.signOut("refresh_token=\(tokens.refresh.text)")
        for _ in 0..<1000 {
            await mint.service.sweepOnce()
            let user = try await mint.user(of: tokens.access)
            #expect(user == nil)
            mint.clock.advance(by: .seconds(1))
        }
        let denied = try await mint.denials.sweep()
        #expect(denied == 0)
    }

    @Test func `by an access token that has expired takes the refresh token along`() async throws {
        let mint = try await Mint()
        let tokens = try await mint.service.issue(to: Mint.ana)
        mint.clock.advance(by: .seconds(3600))
        try await mint.signOut("access_token=\(tokens.access)")
        let next = try await mint.refreshed(tokens.refresh)
        #expect(next == nil)
    }

    @Test func `by a spent refresh token takes the live one along`() async throws {
        let mint = try await Mint()
        let first = try await mint.service.issue(to: Mint.ana)
        let second = try #require(try await mint.refreshed(first.refresh))
        try await mint.signOut("refresh_token=\(first.refresh.text)")
        let next = try await mint.refreshed(second.refresh)
        #expect(next == nil)
    }

    @Test(arguments: [
        "", "a=b", "refresh_token=; access_token=", "refresh_token=x; access_token=x.y.z",
        "refresh_token=\(String(repeating: "A", count: 64)); access_token=\(Forge().with("iss", "\"e\"").token)",
    ])
    func `is no failure where the request shows no token, or none of ours`(cookies: String) async throws {
        let mint = try await Mint()
        try await mint.signOut(cookies)
        #expect(mint.families.count(.revoke) == 0)
        #expect(mint.denials.count(.deny) == 0)
    }

    /// What the request shows of a sign-in, and what the event says that each step did.
    static let stories: [(shows: @Sendable (IssuedTokens) -> String, user: UserID?, outcomes: [SignOutEvent.Outcome])] =
        [
            ({ "refresh_token=\($0.refresh.text); access_token=\($0.access)" }, Mint.ana.usrId, [.done, .done]),
            (
                { "refresh_token=\($0.refresh.text)" }, Mint.ana.usrId, [.done, .skipped("no access token")]
            ),
            (
                { "access_token=\($0.access)" }, Mint.ana.usrId, [.skipped("no cookie refresh_token"), .done]
            ),
            (
                { _ in "refresh_token=x; access_token=x.y.z" }, nil,
                [
                    .skipped("cookie refresh_token belongs to no sign-in"),
                    .skipped("the access token is none of ours"),
                ]
            ),
            ({ _ in "" }, nil, [.skipped("no cookie refresh_token"), .skipped("no access token")]),
        ]

    @Test(arguments: stories.indices)
    func `is told of by the event, with whose it was and with the steps that had nothing to do`(
        place: Int
    ) async throws {
        let mint = try await Mint()
        let story = Self.stories[place]
        let cookies = story.shows(try await mint.service.issue(to: Mint.ana))
        let event = try #require(try await mint.signOut(cookies))
        #expect(event.user == story.user)
        #expect(event.steps.map(\.outcome) == story.outcomes)
    }

    @Test func `is told of as that of who is signed in to the session, whosever the token is`() async throws {
        let mint = try await Mint()
        let tokens = try await mint.service.issue(to: User(name: "Bea", usrId: .text("b7")))
        for step: any SignOutStep in [RevokeRefreshToken(by: mint.service), DenyAccessToken(by: mint.service)] {
            let headers: HTTPFields = [.cookie: "refresh_token=\(tokens.refresh.text); access_token=\(tokens.access)"]
            var run = SignOutRun(headers: headers, session: nil, logger: mint.log.logger)
            run.user = Mint.ana.usrId
            try await step.run(&run)
            #expect(run.user == Mint.ana.usrId)
        }
    }

    @Test func `says whose it was, and nothing where there was none`() async throws {
        let mint = try await Mint()
        let tokens = try await mint.service.issue(to: Mint.ana)
        let first = try await mint.service.revoke(refreshToken: tokens.refresh.text)
        let again = try await mint.service.revoke(refreshToken: tokens.refresh.text)
        let byAccess = try await mint.service.revoke(accessToken: tokens.access)
        let byNone = try await mint.service.revoke(accessToken: "x.y.z")
        #expect([first, again, byAccess, byNone] == [Mint.ana.usrId, nil, Mint.ana.usrId, nil])
    }

    @Test func `by a token that a stranger forged goes on`() async throws {
        let mint = try await Mint()
        let tokens = try await mint.service.issue(to: Mint.ana)
        var forge = Forge().with("sid", "\"\(tokens.signIn.text)\"")
        forge.secret = Array("a stranger's secret of 32 bytes or more".utf8)
        try await mint.signOut("access_token=\(forge.token)")
        let next = try await mint.refreshed(tokens.refresh)
        #expect(next != nil)
    }

    @Test(arguments: [FaultyRefreshFamilyStore.Operation.family, .revoke])
    func `throws where the store of families fails, and the next try ends it all`(
        operation: FaultyRefreshFamilyStore.Operation
    ) async throws {
        let mint = try await Mint()
        let tokens = try await mint.service.issue(to: Mint.ana)
        mint.families.fail(operation)
        await #expect(throws: SignOutFailure.self) { try await mint.signOut("refresh_token=\(tokens.refresh.text)") }
        mint.families.heal()
        try await mint.signOut("refresh_token=\(tokens.refresh.text)")
        let (user, next) = (try await mint.user(of: tokens.access), try await mint.refreshed(tokens.refresh))
        #expect(user == nil)
        #expect(next == nil)
    }

    @Test func `throws where the deny list fails, and the next try ends it all`() async throws {
        let mint = try await Mint()
        let tokens = try await mint.service.issue(to: Mint.ana)
        mint.denials.fail(.deny)
        await #expect(throws: SignOutFailure.self) { try await mint.signOut("refresh_token=\(tokens.refresh.text)") }
        mint.denials.heal()
        try await mint.signOut("refresh_token=\(tokens.refresh.text)")
        let (user, next) = (try await mint.user(of: tokens.access), try await mint.refreshed(tokens.refresh))
        #expect(user == nil)
        #expect(next == nil)
    }

    @Test func `without a deny list loses its refresh token, and its access token lives until its end`() async throws {
        let mint = try await Mint(hasDenyList: false)
        let tokens = try await mint.service.issue(to: Mint.ana)
        try await mint.service.revoke(refreshToken: tokens.refresh.text)
        let (user, next) = (try await mint.user(of: tokens.access), try await mint.refreshed(tokens.refresh))
        #expect(user == Mint.ana)
        #expect(next == nil)
    }

    @Test func `with all others of a user, but for the caller's own`() async throws {
        let mint = try await Mint()
        var issued: [IssuedTokens] = []
        for _ in 0..<4 { issued.append(try await mint.service.issue(to: Mint.ana)) }
        let bea = try await mint.service.issue(to: User(name: "Bea", usrId: .text("42")))
        let ended = try await mint.service.revokeAll(of: Mint.ana.usrId, except: issued[0].signIn)
        #expect(ended == 3)
        for (place, tokens) in issued.enumerated() {
            let (user, next) = (try await mint.user(of: tokens.access), try await mint.refreshed(tokens.refresh))
            #expect((user != nil) == (place == 0))
            #expect((next != nil) == (place == 0))
        }
        let next = try await mint.refreshed(bea.refresh)
        #expect(next != nil)
    }

    @Test func `is declared in lines that can be read`() async throws {
        let mint = try await Mint()
        let signOut = SignOut {
            RevokeSessionTokens(by: mint.service)
            RevokeRefreshToken(by: mint.service)
            DenyAccessToken(by: mint.service)
        }
        #expect(
            signOut.description == """
                revoke the tokens of the session
                revoke the refresh token of cookie refresh_token
                deny the access token of cookie access_token
                """)
        let bearer = try await Mint(delivery: TokenDelivery(access: .bearer, refresh: .body))
        #expect(DenyAccessToken(by: bearer.service).description == "deny the bearer's access token")
    }

    @Test func `cannot be declared without the deny list that it needs`() async {
        await #expect(processExitsWith: .failure) {
            let mint = try await Mint(hasDenyList: false)
            _ = DenyAccessToken(by: mint.service)
        }
    }
}

extension Mint {
    /// Runs the sign-out of two token cookies, without HTTP; the event that it leaves.
    @discardableResult
    fileprivate func signOut(_ cookies: String) async throws -> SignOutEvent? {
        let events = Mutex<[SignOutEvent]>([])
        let signOut = SignOut(observer: { event in events.withLock { $0.append(event) } }) {
            RevokeRefreshToken(by: service)
            DenyAccessToken(by: service)
        }
        let headers: HTTPFields = cookies.isEmpty ? [:] : [.cookie: cookies]
        _ = try await signOut(SignOutRun(headers: headers, session: nil, logger: log.logger))
        return events.withLock { $0.last }
    }
}
