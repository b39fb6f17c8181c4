import HTTPCookies
import HTTPTypes
import Sessions
import SignIn
import StoreTesting
import Testing

@Suite("The steps of a sign-out, without a server") struct SignOutStepTests {
    @Test(arguments: ["true", "1", #""1""#])
    func `a session that somebody is signed in to is destroyed at once (promise 1)`(loggedin: String) async throws {
        let fixture = try SessionFixture()
        var run = run(fixture, try await fixture.session(#""loggedin":\#(loggedin),"name":"Ana""#))
        try await DestroySession().run(&run)
        let count = try await fixture.memory.count()
        #expect(count == 0)
        let line = try await fixture.keeper.commit(#require(run.session))
        #expect(line == "connect.sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly")
    }

    @Test(arguments: [#""loggedin":false"#, #""cart":[1]"#, ""])
    func `one that nobody is signed in to is kept`(values: String) async throws {
        let fixture = try SessionFixture()
        var run = run(fixture, try await fixture.session(values))
        try await DestroySession().run(&run)
        #expect(fixture.store.count(.delete) == 0)
        let line = try await fixture.keeper.commit(#require(run.session))
        #expect(line == nil)
    }

    @Test func `one that the store could not tell of is destroyed`() async throws {
        let fixture = try SessionFixture()
        var run = run(fixture, try await fixture.unreadSession())
        try await DestroySession().run(&run)
        let count = try await fixture.memory.count()
        #expect(count == 0)
    }

    @Test func `one that begins now, and none, are nothing to destroy`() async throws {
        let fixture = try SessionFixture()
        for session in [try await fixture.newSession(), nil] {
            var run = run(fixture, session)
            try await DestroySession().run(&run)
        }
        #expect(fixture.store.calls == [])
    }

    @Test func `a store that fails does not stop the steps behind`() async throws {
        let fixture = try SessionFixture()
        let session = try await fixture.session(#""loggedin":true"#)
        fixture.store.fail(.delete)
        let signOut = SignOut {
            DestroySession()
            Redirect(to: "/auth/signin")
        }
        let answer = try await signOut(run(fixture, session))
        #expect(answer.status == .found)
    }

    @Test func `the app's own flag says who is signed in`() async throws {
        let fixture = try SessionFixture()
        let session = try await fixture.session(#""uid":"a7""#)
        let flag = AuthFlag { session in
            session["uid", as: String.self].map { User(name: $0, usrId: .text($0)) }
        }
        var run = SignOutRun(headers: [:], session: session, flag: flag, logger: fixture.logger)
        try await DestroySession().run(&run)
        let count = try await fixture.memory.count()
        #expect(count == 0)
    }

    /// `Sec-Fetch-Site` and `Sec-Fetch-Dest`, and whether the session is spared.
    static let embeds: [(site: String?, target: String?, isSpared: Bool)] = [
        ("cross-site", "image", true), ("same-site", "iframe", true), ("cross-site", "empty", true),
        ("cross-site", "document", false), ("same-origin", "image", false), ("none", "document", false),
        ("same-origin", "empty", false), (nil, nil, false), ("cross-site", nil, false),
    ]

    @Test(arguments: embeds)
    func `a session may be spared where another origin embeds the request (A5-3.5.3)`(
        site: String?, target: String?, isSpared: Bool
    ) async throws {
        let fixture = try SessionFixture()
        let session = try await fixture.session(#""loggedin":true"#)
        var headers = HTTPFields()
        if let site { headers.append(HTTPField(name: try #require(.init("Sec-Fetch-Site")), value: site)) }
        if let target { headers.append(HTTPField(name: try #require(.init("Sec-Fetch-Dest")), value: target)) }
        var run = SignOutRun(headers: headers, session: session, logger: fixture.logger)
        try await DestroySession(sparingEmbedded: true).run(&run)
        let count = try await fixture.memory.count()
        #expect(count == (isSpared ? 1 : 0))
        try await DestroySession().run(&run)
        let end = try await fixture.memory.count()
        #expect(end == 0)
    }

    @Test func `expired cookies stand in the order of the steps, their attributes in the order declared`() async throws
    {
        let signOut = SignOut {
            ExpireCookie("refreshToken", .httpOnly, .path("/api/auth"), .maxAge(0))
            ExpireCookie("access_token", .path("/"), .expired, .httpOnly)
            ExpireCookie("refresh_token", .path("/auth/refresh"), .httpOnly)
            ExpireCookie("accessToken", .path("/"))
        }
        let answer = try await signOut(run(SessionFixture(), nil))
        #expect(
            answer.headers[values: .setCookie] == [
                "refreshToken=; HttpOnly; Path=/api/auth; Max-Age=0",
                "access_token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly",
                "refresh_token=; Path=/auth/refresh; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly",
                "accessToken=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            ])
    }

    @Test func `a redirect is a 302 without a body, and JSON where that is wanted`() async throws {
        let fixture = try SessionFixture()
        let signOut = SignOut { Redirect(to: "/auth/signin") }
        let page = try await signOut(run(fixture, nil))
        #expect(page.status == .found)
        #expect(page.headers == [.cacheControl: "no-store", .location: "/auth/signin"])
        #expect(page.body == [])
        let json = try await signOut(
            SignOutRun(headers: [.accept: "application/json"], session: nil, logger: fixture.logger))
        #expect(json.status == .found)
        #expect(json.headers[.contentType] == "application/json; charset=utf-8")
        let text = #"{"redirectTo":"/auth/signin","session":null,"loggedIn":false}"#
        #expect(json.body == Array(text.utf8))
    }

    @Test func `a reply is a 200 with the bytes given, never stored by a cache`() async throws {
        let signOut = SignOut { Reply(#"{"message":"Sesión cerrada"}"#) }
        let answer = try await signOut(run(SessionFixture(), nil))
        #expect(answer.status == .ok)
        #expect(
            answer.headers == [.cacheControl: "no-store", .contentType: "application/json; charset=utf-8"])
        #expect(answer.body == Array(#"{"message":"Sesión cerrada"}"#.utf8))
    }

    @Test func `where nothing may end, only the answer is made`() async throws {
        let fixture = try SessionFixture()
        let session = try await fixture.session(#""loggedin":true"#)
        let signOut = SignOut {
            DestroySession()
            ExpireCookie("token")
            Redirect(to: "/auth/signin")
        }
        let answer = try await signOut(run(fixture, session), isSafe: true)
        #expect(answer.status == .found)
        #expect(answer.headers[values: .setCookie] == [])
        #expect(fixture.store.count(.delete) == 0)
    }

    @Test func `a reply has the status that is asked for, and nothing of a redirect before it`() async throws {
        let signOut = SignOut {
            Redirect(to: "/auth/signin")
            Reply(#"{"error":"down"}"#, status: .serviceUnavailable)
        }
        let answer = try await signOut(run(SessionFixture(), nil))
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headers == [.cacheControl: "no-store", .contentType: "application/json; charset=utf-8"])
        #expect(answer.body == Array(#"{"error":"down"}"#.utf8))
    }

    @Test(arguments: ["", "not JSON", "{"])
    func `a reply that is no JSON stops the start`(json: String) async {
        await #expect(processExitsWith: .failure) { [json] in _ = Reply(json) }
    }

    @Test func `the browser is told to clear the site's data, quoted and in order`() async throws {
        let name = try #require(HTTPField.Name("Clear-Site-Data"))
        let all = try await SignOut { ClearSiteData() }(run(SessionFixture(), nil))
        #expect(all.headers[values: name] == [#""cache", "cookies", "storage""#])
        let some = try await SignOut { ClearSiteData(.storage, .executionContexts) }(run(SessionFixture(), nil))
        #expect(some.headers[values: name] == [#""storage", "executionContexts""#])
        let safe = try await SignOut { ClearSiteData() }(run(SessionFixture(), nil), isSafe: true)
        #expect(safe.headers[values: name] == [])
    }

    private func run(_ fixture: SessionFixture, _ session: Session?) -> SignOutRun {
        SignOutRun(headers: [:], session: session, logger: fixture.logger)
    }
}
