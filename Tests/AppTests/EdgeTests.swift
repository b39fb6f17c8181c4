import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import Testing

@testable import App

@Suite("The hosted app behind proxies and beside other origins") struct EdgeTests {
    private static let form = "username=ana&password=una+llave+larga"
    private static let formType: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    private func visit(
        proxies: TrustedProxies = .none, origins: TrustedOrigins = .none,
        _ body: @escaping @Sendable (TestBrowser, TestSite) async throws -> Void
    ) async throws {
        let site = try await TestSite(proxies: proxies, origins: origins)
        let application = Application(
            router: site.site.makeRouter(), configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        try await application.test(.live) { client in try await body(TestBrowser(client), site) }
    }

    @Test(arguments: [true, false])
    func `a sign-in over https at a trusted proxy gives a Secure cookie and HSTS, else neither (OW-5, OW-20, A5-3.3.1)`(
        isTrusted: Bool
    ) async throws {
        try await visit(proxies: isTrusted ? TrustedProxies("loopback") : .none) { browser, _ async throws in
            let proto = try #require(HTTPField.Name("X-Forwarded-Proto"))
            let answer = try await browser.send(.post, "/auth/signin", Self.formType + [proto.with("https")], Self.form)
            #expect(answer.status == .found)
            #expect(answer.headers[.setCookie]?.contains("; Secure") == isTrusted)
            #expect(answer.headers.contains(.strictTransportSecurity) == isTrusted)
            #expect(answer.headers[.cacheControl] == "no-store")
        }
    }

    @Test func `a trusted origin's preflight, sign-in and errors carry the fields; another origin's do not`()
        async throws
    {
        try await visit(origins: TrustedOrigins("https://app.example")) { browser, app async throws in
            let origin: HTTPFields = [.origin: "https://app.example"]
            let preflight = try await browser.send(
                .options, "/auth/signin", origin + [HTTPField(name: .accessControlRequestMethod, value: "POST")])
            #expect(preflight.status == .noContent)
            for path in ["/", "/nada", "/healthz", "/styles.css"] {
                let answer = try await browser.get(path, origin)
                #expect(answer.headers[.accessControlAllowOrigin] == "https://app.example")
                #expect(answer.headers[values: .vary].contains("Origin"))
                let other = try await browser.get(path, [.origin: "https://evil.example"])
                #expect(!other.headers.contains(.accessControlAllowOrigin))
            }
            let evil = Self.formType + [HTTPField(name: .origin, value: "https://evil.example")]
            let refused = try await browser.send(.post, "/auth/signin", evil, Self.form)
            #expect(refused.status == .forbidden)
            #expect(try await app.store.count() == 0)
            let answer = try await browser.send(.post, "/auth/signin", Self.formType + origin, Self.form)
            #expect(answer.status == .found)
        }
    }

    @Test func `no page carries scripts or styles of its own, so none asks for a nonce`() async throws {
        try await visit { browser, _ async throws in
            for path in ["/", "/auth/signin", "/nada"] {
                let page = try await browser.get(path)
                #expect(page.headers[.contentSecurityPolicy]?.contains("nonce") == false)
                for own in ["<script>", "<style", " style="] { #expect(!page.text.contains(own)) }
            }
        }
    }
}

extension HTTPField.Name {
    fileprivate func with(_ value: String) -> HTTPField { HTTPField(name: self, value: value) }
}
