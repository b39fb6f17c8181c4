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

    @Test func `Demet's prints each cookie, and both tokens below what holds them`() {
        let signOut = SignOut {
            ExpireCookie("access_token", .path("/"), .httpOnly)
            ExpireCookie("refresh_token", .path("/"), .httpOnly)
            AttemptAll {
                ScriptedStep("revoke the refresh token of cookie refresh_token")
                ScriptedStep("deny the access token of cookie access_token")
            }
            .onFailure(Reply(#"{"error":"No se pudo cerrar la sesión"}"#, status: .serviceUnavailable))
            Reply(#"{"message":"Sesión cerrada"}"#)
        }
        let text = """
            expire cookie access_token
            expire cookie refresh_token
            attempt all below, on failure reply 503 {"error":"No se pudo cerrar la sesión"}
              revoke the refresh token of cookie refresh_token
              deny the access token of cookie access_token
            reply {"message":"Sesión cerrada"}
            """
        #expect(signOut.description == text)
    }

    @Test func `SociApp's prints the path of its cookie`() {
        let signOut = SignOut {
            ExpireCookie("refresh_token", .path("/auth/refresh"), .httpOnly)
            Reply(#"{"message":"Logged out successfully"}"#)
        }
        let text = """
            expire cookie refresh_token of path /auth/refresh
            reply {"message":"Logged out successfully"}
            """
        #expect(signOut.description == text)
    }

    @Test func `the judicial backend's prints what it ignores`() {
        let signOut = SignOut {
            ScriptedStep("revoke cookie refreshToken at https://auth.example/api/AuthJWT/Revoke").ignoringFailure()
            ExpireCookie("refreshToken", .httpOnly, .path("/api/auth"), .maxAge(0))
            Reply(#"{"status":"success","message":"Sesión cerrada","data":null}"#)
        }
        let text = """
            revoke cookie refreshToken at https://auth.example/api/AuthJWT/Revoke, ignoring failure
            expire cookie refreshToken of path /api/auth
            reply {"status":"success","message":"Sesión cerrada","data":null}
            """
        #expect(signOut.description == text)
    }

    @Test func `number 5's prints what it answers when the database fails`() {
        let signOut = SignOut {
            ScriptedStep("revoke the refresh token of cookie refreshToken")
                .onFailure(Reply(#"{"error":"Error logging out"}"#, status: .internalServerError))
            ExpireCookie("accessToken", .path("/"))
            ExpireCookie("refreshToken", .path("/"))
            ClearSiteData()
            Reply(#"{"message":"Logged out successfully"}"#)
        }
        let text = """
            revoke the refresh token of cookie refreshToken, on failure reply 500 {"error":"Error logging out"}
            expire cookie accessToken
            expire cookie refreshToken
            clear site data "cache", "cookies", "storage"
            reply {"message":"Logged out successfully"}
            """
        #expect(signOut.description == text)
    }

    @Test func `a group in a group prints further to the right`() {
        let signOut = SignOut {
            AttemptAll {
                AttemptAll { ScriptedStep("a") }.ignoringFailure()
                ScriptedStep("b")
            }
        }
        #expect(signOut.description == "attempt all below\n  attempt all below, ignoring failure\n    a\n  b")
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
        #expect(!ClearSiteData().onlyAnswers)
        #expect(!ExpireCookie("a").ignoringFailure().onlyAnswers)
        #expect(!AttemptAll { ExpireCookie("a") }.onlyAnswers)
        #expect(AttemptAll { Reply("{}").onFailure(Reply("1")) }.onlyAnswers)
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
