import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ProcessTesting
import StoreTesting
import Testing

@testable import Portero

@Suite("A page that asks for a nonce may have scripts and styles of its own") struct NonceTests {
    private static let strict =
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"

    private static let views = [
        "plain.ejs": "<p>plain</p>", "own.ejs": "<script nonce=\"<%= nonce %>\">1</script>",
        "outer.ejs": "<%- include('inner/script') %>", "inner/script.ejs": "<%- include('/own') %>",
        "errors/error.ejs": "<% if (status === 404) { %><style nonce=\"<%= nonce %>\"></style><% } %>",
    ]

    private func serve(
        policy: ContentSecurityPolicy? = nil, _ views: [String: String] = Self.views,
        _ body: @escaping @Sendable (any TestClientProtocol, TemporaryFolder) async throws -> Void
    ) async throws {
        let house = try House()
        let folder = try TemporaryFolder(views)
        let views = try Views(folder: folder.path, reloads: true)
        let router = Router(context: PorteroContext.self)
        router.add(middleware: policy.map { SecurityHeaders(policy: $0) } ?? SecurityHeaders())
        router.add(middleware: ErrorPages(.outer, views: views))
        router.add(middleware: SessionMiddleware(house.keeper))
        router.add(middleware: ErrorPages(.inner, views: views))
        router.get("/page/**") { _, context in
            let name = context.parameters.getCatchAll().joined(separator: "/")
            return try views.page(name, ["nonce": "of the handler"], for: context)
        }
        try await house.serve(router) { try await body($0, folder) }
    }

    /// The nonce that the page carries.
    private static func nonce(in page: Received) throws -> String {
        let parts = page.body.split(separator: "nonce=\"")
        return String(try #require(parts.last).prefix { $0 != "\"" })
    }

    @Test(arguments: ["own", "outer", "inner/script"])
    func `itself or in what it includes, and its policy admits what carries it`(view: String) async throws {
        try await serve { client, _ async throws in
            let page = try await client.send("/page/\(view)")
            let nonce = try Self.nonce(in: page)
            #expect(Base64.url.decode(Array(nonce.utf8))?.count == 16)
            let added = "; script-src 'self' 'nonce-\(nonce)'; style-src 'self' 'nonce-\(nonce)'"
            #expect(page.headers[values: .contentSecurityPolicy] == [Self.strict + added])
        }
    }

    @Test func `a new one for each response`() async throws {
        try await serve { client, _ async throws in
            var nonces: Set<String> = []
            for _ in 0..<50 { nonces.insert(try Self.nonce(in: try await client.send("/page/own"))) }
            #expect(nonces.count == 50)
        }
    }

    @Test func `a page that does not ask has none, whatever the handler names so`() async throws {
        try await serve { client, _ async throws in
            let page = try await client.send("/page/plain")
            #expect(page.headers[values: .contentSecurityPolicy] == [Self.strict])
        }
    }

    @Test func `an error page may ask too`() async throws {
        try await serve { client, _ async throws in
            let page = try await client.send("/nowhere")
            #expect(page.status == 404)
            let nonce = try Self.nonce(in: page)
            #expect(page.headers[.contentSecurityPolicy]?.contains("style-src 'self' 'nonce-\(nonce)'") == true)
        }
    }

    @Test func `a view asks that is changed in development`() async throws {
        try await serve { client, folder async throws in
            #expect(try await client.send("/page/plain").headers[.contentSecurityPolicy] == Self.strict)
            try folder.write("plain.ejs", "<style nonce=\"<%= nonce %>\"></style>")
            #expect(try await client.send("/page/plain").headers[.contentSecurityPolicy]?.contains("'nonce-") == true)
        }
    }

    @Test func `without security headers there is a nonce and no policy`() async throws {
        let house = try House()
        let folder = try TemporaryFolder(Self.views)
        let views = try Views(folder: folder.path)
        let router = Router(context: PorteroContext.self)
        router.add(middleware: SessionMiddleware(house.keeper))
        router.get("/") { _, context in try views.page("own", for: context) }
        let page = try await house.serve(router) { try await $0.send("/") }
        #expect(try Self.nonce(in: page).count == 22)
        #expect(!page.headers.contains(.contentSecurityPolicy))
    }

    static let policies: [(policy: ContentSecurityPolicy, withNonce: String)] = [
        ([.defaultSrc(.none)], "default-src 'none'; script-src 'nonce-N'; style-src 'nonce-N'"),
        (
            [.defaultSrc(.self), .scriptSrc(.none)],
            "default-src 'self'; script-src 'nonce-N'; style-src 'self' 'nonce-N'"
        ),
        (
            [.scriptSrc(.self, .strictDynamic), .styleSrc(.uri("https://a.example"))],
            "script-src 'self' 'strict-dynamic' 'nonce-N'; style-src https://a.example 'nonce-N'"
        ),
        (
            [.defaultSrc(.self), .scriptSrcElem(.self), .styleSrcElem(.self), .styleSrc(.self)],
            "default-src 'self'; script-src-elem 'self' 'nonce-N'; style-src-elem 'self' 'nonce-N'; "
                + "style-src 'self' 'nonce-N'"
        ),
        // What nothing rules is free already.
        ([.imgSrc(.self)], "img-src 'self'"), ([], ""),
        ([.imgSrc(.self), .scriptSrc(.self)], "img-src 'self'; script-src 'self' 'nonce-N'"),
    ]

    @Test(arguments: policies)
    func `beside what the app's own policy admits`(policy: ContentSecurityPolicy, withNonce: String) {
        #expect(PagePolicy(policy).text(nonce: "N") == withNonce)
        #expect(PagePolicy(policy).text == policy.description)
    }
}
