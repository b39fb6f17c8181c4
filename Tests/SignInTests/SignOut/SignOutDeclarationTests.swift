import HTTPCookies
import HTTPTypes
import SignIn
import Testing

@Suite("A sign-out is a list that can be read") struct SignOutDeclarationTests {
    @Test func `vLife's prints as its steps, one a line`() {
        let signOut = SignOut {
            DestroySession()
            Redirect(to: "/auth/signin")
        }
        #expect("\(signOut)" == "destroy the session\nredirect to /auth/signin")
    }

    @Test func `two expired cookies and a reply print in their order`() {
        let signOut = SignOut {
            ExpireCookie("access_token", .path("/"), .httpOnly)
            ExpireCookie("refresh_token", .path("/"), .httpOnly)
            Reply(#"{"message":"Sesión cerrada"}"#)
        }
        let text = """
            expire cookie access_token
            expire cookie refresh_token
            reply {"message":"Sesión cerrada"}
            """
        #expect(signOut.description == text)
    }

    @Test(arguments: [true, false])
    func `a condition may stand between the steps`(revoking: Bool) {
        let signOut = SignOut {
            if revoking { DestroySession(sparingEmbedded: true) }
            if revoking {
                Redirect(to: "/bye")
            } else {
                Reply("{}")
            }
        }
        let with = "destroy the session, unless another origin embeds the request\nredirect to /bye"
        #expect(signOut.description == (revoking ? with : "reply {}"))
    }

    @Test func `only what answers has no effect`() {
        #expect(!DestroySession().onlyAnswers)
        #expect(!ExpireCookie("a").onlyAnswers)
        #expect(Redirect(to: "/").onlyAnswers)
        #expect(Reply("{}").onlyAnswers)
    }

    @Test func `a cookie that no browser would take stops the start`() async {
        await #expect(processExitsWith: .failure) { _ = ExpireCookie("bad name") }
    }

    /// Header fields, and whether they are of a speculative load.
    static let loads: [(name: String, value: String, isSpeculative: Bool)] = [
        ("Sec-Purpose", "prefetch", true), ("Sec-Purpose", "prefetch;prerender", true),
        ("Sec-Purpose", "prefetch;anonymous-client-ip", true), ("Sec-Purpose", "Prefetch", true),
        ("Purpose", "prefetch", true), ("X-Moz", "prefetch", true), ("Sec-Purpose", "", false),
        ("Sec-Purpose", "navigate", false), ("X-Purpose", "prefetch", false), ("Sec-Fetch-Mode", "navigate", false),
    ]

    @Test(arguments: loads)
    func `a speculative load is known by its fields`(name: String, value: String, isSpeculative: Bool) throws {
        let field = try #require(HTTPField.Name(name))
        #expect(SignOut.isSpeculative([field: value]) == isSpeculative)
    }
}
