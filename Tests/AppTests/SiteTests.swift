import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import ProcessTesting
import StoreTesting
import Testing

@testable import App

/// The hosted app on memory stores, with one account: ana, 42.
struct TestSite: Sendable {
    let clock = ManualClock()
    let store: MemorySessionStore
    let site: Site

    /// - Parameters:
    ///   - verifier: stands before the account, if given.
    ///   - proxies: as `TRUSTED_PROXIES` lists them.
    ///   - origins: as `TRUSTED_ORIGINS` lists them.
    /// - Throws: where the views are broken.
    init(
        verifier: (any CredentialVerifier)? = nil, proxies: TrustedProxies = .none, origins: TrustedOrigins = .none
    ) async throws {
        store = MemorySessionStore(clock: clock)
        let keeper = try SessionKeeper(store: store, secrets: ["secret"], clock: clock, logger: Logger(label: "test"))
        let hasher = PasswordHasher(cost: try #require(ScryptCost(logN: 4, r: 8, p: 1)))
        let queue = HashingQueue()
        let accounts = MemoryAccountStore()
        let registry = AccountRegistry(store: accounts, hasher: hasher, queue: queue)
        _ = try await registry.add(
            username: "ana", name: "Ana <María>", password: "una llave larga", usrId: .integer(42))
        site = Site(
            keeper: keeper, verifier: verifier ?? AccountVerifier(accounts: accounts, hasher: hasher, queue: queue),
            views: try Views(folder: PorteroProcess.repository("Views")),
            publicFiles: try PublicFiles(folder: PorteroProcess.repository("Public")),
            trustedProxies: proxies, trustedOrigins: origins)
    }
}

/// A browser of few means: it keeps cookies and follows nothing.
final class TestBrowser {
    private let client: any TestClientProtocol
    private var cookie: String?

    init(_ client: any TestClientProtocol) {
        self.client = client
    }

    func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> TestResponse {
        try await send(.get, path, headers)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields = [:], _ body: String? = nil
    ) async throws -> TestResponse {
        var headers = headers
        headers[.cookie] = cookie
        let response = try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        if let line = response.headers[.setCookie] {
            cookie = line.contains("Expires=Thu, 01 Jan 1970") ? nil : String(line.prefix { $0 != ";" })
        }
        return response
    }

    func post(_ path: String, _ form: String) async throws -> TestResponse {
        try await send(.post, path, [.contentType: "application/x-www-form-urlencoded"], form)
    }

    func signIn(returningTo path: String = "") async throws -> TestResponse {
        try await post("/auth/signin", "username=ana&password=una+llave+larga&return=" + path)
    }
}

/// Can check nobody.
private struct FailingVerifier: CredentialVerifier {
    let error: VerificationError

    func verify(_ credentials: Credentials) async throws(VerificationError) -> User? {
        throw error
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
    var location: String? { headers[.location] }
}

@Suite("The hosted app") struct SiteTests {
    private func visit(
        verifier: (any CredentialVerifier)? = nil,
        _ body: @escaping @Sendable (TestBrowser, TestSite) async throws -> Void
    ) async throws {
        let site = try await TestSite(verifier: verifier)
        try await Application(router: site.site.makeRouter()).test(.router) { client in
            try await body(TestBrowser(client), site)
        }
    }

    @Test func `a stranger sees the link to sign in, and gets no cookie`() async throws {
        try await visit { browser, _ async throws in
            let page = try await browser.get("/")
            #expect(page.status == .ok)
            #expect(page.text.contains("/auth/signin") && !page.text.contains("Cerrar Sesión"))
            #expect(page.headers[.setCookie] == nil)
        }
    }

    @Test func `the right pair signs in under a new id and shows name and link`() async throws {
        try await visit { browser, _ async throws in
            let answer = try await browser.signIn()
            #expect(answer.status == .found && answer.location == "/")
            let page = try await browser.get("/")
            #expect(page.text.contains("Ana &lt;María&gt;"))
            #expect(page.text.contains(#"<a href="/auth/logout" class="btn btn-danger">Cerrar Sesión</a>"#))
            #expect(page.headers[.cacheControl] == "no-store")
            let status = try await browser.get("/api/session")
            #expect(status.text == #"{"loggedIn":true,"user":{"name":"Ana <María>","usrId":42}}"#)
        }
    }

    @Test func `a wrong pair is a 422 that keeps the username, escaped, and not the password`() async throws {
        try await visit { browser, _ async throws in
            let page = try await browser.post("/auth/signin", "username=%3Cana%3E&password=wrong+one&return=/account")
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("Usuario o contraseña incorrectos"))
            #expect(page.text.contains(#"value="&lt;ana&gt;""#) && page.text.contains(#"value="/account""#))
            #expect(!page.text.contains("wrong one"))
            #expect(page.headers[.setCookie] == nil)
        }
    }

    @Test(arguments: [
        ("/account", "/account"), ("/account%3Fa%3D1", "/account?a=1"), ("//evil.example", "/"),
        ("https://evil.example", "/"), ("/%5Cevil.example", "/"), ("/auth/logout", "/"), ("", "/"),
    ])
    func `signing in returns only to a page of this host`(asked: String, given: String) async throws {
        try await visit { browser, _ async throws in
            #expect(try await browser.signIn(returningTo: asked).location == given)
        }
    }

    @Test func `who is signed in already is sent on`() async throws {
        try await visit { browser, _ async throws in
            _ = try await browser.signIn()
            #expect(try await browser.get("/auth/signin?return=/account").location == "/account")
            #expect(try await browser.signIn(returningTo: "/account").location == "/account")
        }
    }

    @Test func `the account page needs sign-in, and says where to come back`() async throws {
        try await visit { browser, _ async throws in
            #expect(try await browser.get("/account").location == "/auth/signin?return=/account")
            let refusal = try await browser.get("/account", [.accept: "application/json"])
            #expect(refusal.status == .unauthorized)
            #expect(refusal.headers[.wwwAuthenticate] != nil)
            _ = try await browser.signIn()
            #expect(try await browser.get("/account").text.contains("42"))
        }
    }

    @Test func `signing out ends it, and leads to the sign-in page`() async throws {
        try await visit { browser, site async throws in
            _ = try await browser.signIn()
            let answer = try await browser.get("/auth/logout")
            #expect(answer.status == .found && answer.location == "/auth/signin")
            #expect(try await site.store.count() == 0)
            let status = try await browser.get("/api/session")
            #expect(status.text == #"{"loggedIn":false,"user":null}"#)
        }
    }

    @Test func `after an expiry the sign-in page says so`() async throws {
        try await visit { browser, site async throws in
            _ = try await browser.signIn()
            site.clock.advance(by: .seconds(25 * 3600))
            #expect(try await browser.get("/account").location == "/auth/signin?return=/account")
            #expect(try await browser.get("/auth/signin?return=/account").text.contains("Su sesión ha caducado"))
        }
    }

    @Test(arguments: [
        (VerificationError.busy(retryAfter: .seconds(7)), "7"),
        (.store(StoreError("account", .unavailable, cause: "a test says so")), "5"),
    ])
    func `a sign-in that nobody can check is a 503 that says when to come back`(
        error: VerificationError, delay: String
    ) async throws {
        try await visit(verifier: FailingVerifier(error: error)) { browser, app async throws in
            let page = try await browser.signIn()
            #expect(page.status == .serviceUnavailable && page.headers[.retryAfter] == delay)
            #expect(page.text.contains("Servicio no disponible") && !page.text.contains("a test says so"))
            #expect(try await app.store.count() == 0)
        }
    }

    @Test(arguments: ["username=ana", "username=ana&username=eva&password=x", "username=%zz&password=x", ""])
    func `a malformed form is a 400 page`(form: String) async throws {
        try await visit { browser, _ async throws in
            let page = try await browser.post("/auth/signin", form)
            #expect(page.status == .badRequest && page.text.contains("Solicitud incorrecta"))
        }
    }

    @Test func `a form from another site is a 403 and signs nobody in`() async throws {
        try await visit { browser, app async throws in
            let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
            let headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded", site: "cross-site"]
            let page = try await browser.send(
                .post, "/auth/signin", headers, "username=ana&password=una+llave+larga")
            #expect(page.status == .forbidden)
            #expect(try await app.store.count() == 0)
        }
    }

    @Test func `an unknown path is a page that knows who is signed in`() async throws {
        try await visit { browser, _ async throws in
            _ = try await browser.signIn()
            let page = try await browser.get("/nada")
            #expect(page.status == .notFound)
            #expect(page.text.contains("Página no encontrada") && page.text.contains("Cerrar Sesión"))
        }
    }

    @Test(arguments: ["/", "/auth/signin", "/api/session", "/healthz", "/styles.css"])
    func `HEAD answers as GET does, without the body`(path: String) async throws {
        try await visit { browser, _ async throws in
            let get = try await browser.get(path)
            let head = try await browser.send(.head, path)
            #expect(head.status == get.status && head.text.isEmpty)
            #expect(head.headers[.contentType] == get.headers[.contentType])
        }
    }

    @Test(arguments: [
        ("/", "GET, HEAD"), ("/auth/logout", "GET, HEAD"), ("/auth/signin", "GET, HEAD, POST"),
    ])
    func `another method is a 405 that names those allowed`(path: String, allowed: String) async throws {
        try await visit { browser, _ async throws in
            let page = try await browser.send(.delete, path)
            #expect(page.status == .methodNotAllowed && page.headers[.allow] == allowed)
        }
    }

    @Test func `every response keeps its page to itself`() async throws {
        try await visit { browser, _ async throws in
            let policy = try #require(HTTPField.Name("Referrer-Policy"))
            for path in ["/", "/nada", "/healthz", "/styles.css", "/auth/logout"] {
                let headers = try await browser.get(path).headers
                #expect(headers[.contentSecurityPolicy]?.hasPrefix("default-src 'self'") == true)
                #expect(headers[policy] == "same-origin")
            }
        }
    }
}
