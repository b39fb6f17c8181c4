import HTTPTypes
import SignIn
import Testing

@Suite("RequireSignIn turns away who is not signed in") struct RequireSignInTests {
    private static let signIn = "/auth/signin"

    /// What was asked for, and where the person is sent.
    static let redirects: [(method: HTTPRequest.Method, path: String, location: String)] = [
        (.get, "/", "/auth/signin?return=/"),
        (.get, "/account", "/auth/signin?return=/account"),
        (.get, "/a/b/", "/auth/signin?return=/a/b/"),
        (.head, "/account", "/auth/signin?return=/account"),
        (.get, "/account?tab=2&x=a+b", "/auth/signin?return=/account%3Ftab%3D2%26x%3Da%2Bb"),
        (.get, "/caf%C3%A9", "/auth/signin?return=/caf%25C3%25A9"),
        (.get, "/search?q=%2F%2Fevil", "/auth/signin?return=/search%3Fq%3D%252F%252Fevil"),
    ]

    @Test(arguments: redirects)
    func `people go to the sign-in page, and are returned`(
        method: HTTPRequest.Method, path: String, location: String
    ) {
        let refusal = RequireSignIn().refusal(of: method, path, headers: [:])
        #expect(refusal == .redirect(to: location))
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .patch, .delete, .options])
    func `only what was asked for by GET or HEAD can be returned to`(method: HTTPRequest.Method) {
        let refusal = RequireSignIn().refusal(of: method, "/account", headers: [:])
        #expect(refusal == .redirect(to: Self.signIn))
    }

    @Test(arguments: [
        "", "*", "account", "//evil.example", "/\\evil.example", "/%5Cevil.example", "/%2Fevil.example", "/a//b",
        "http://evil.example/", "https:evil.example", "/a\r\nSet-Cookie: x=1", "/a%0D%0Ab", "/auth/signin",
        "/auth/logout", "/AUTH/logout", "/%61uth/logout", "/x/../auth/logout", "/a#b", "/%ZZ",
    ])
    func `a path that could lead elsewhere is not returned to`(path: String) {
        let refusal = RequireSignIn().refusal(of: .get, path, headers: [:])
        #expect(refusal == .redirect(to: Self.signIn))
    }

    @Test(arguments: [HTTPRequest.Method.get, .post])
    func `programs get a 401 with a challenge`(method: HTTPRequest.Method) {
        let refusal = RequireSignIn().refusal(of: method, "/account", headers: [.accept: "application/json"])
        let challenge = #"Cookie form-action="/auth/signin", cookie-name="connect.sid""#
        #expect(refusal == .unauthorized(challenge: challenge))
    }

    @Test func `an app's own path and cookie name stand in both`() {
        let rule = RequireSignIn(signInPath: "/entrar", cookieName: "__Host-id")
        #expect(rule.refusal(of: .get, "/a", headers: [:]) == .redirect(to: "/entrar?return=/a"))
        let refusal = rule.refusal(of: .get, "/a", headers: [.accept: "application/json"])
        #expect(refusal == .unauthorized(challenge: #"Cookie form-action="/entrar", cookie-name="__Host-id""#))
    }
}
