import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import StoreTesting
import Testing

@Suite("The cross-origin guard (A5-3.5.1, N-8)") struct CrossOriginGuardTests {
    /// A request by POST, and whether it passes.
    struct Row: Sendable, CustomTestStringConvertible {
        let fields: [(name: String, value: String)]
        let host: String
        let passes: Bool

        init(_ fields: KeyValuePairs<String, String>, host: String = "example.com", passes: Bool) {
            self.fields = fields.map { (name: $0.key, value: $0.value) }
            self.host = host
            self.passes = passes
        }

        var testDescription: String {
            fields.map { "\($0.name): \($0.value)" }.joined(separator: ", ") + " at \(host)"
        }

        func headers() throws -> HTTPFields {
            try fields.reduce(into: HTTPFields()) { headers, field in
                headers.append(HTTPField(name: try #require(HTTPField.Name(field.name)), value: field.value))
            }
        }
    }

    private static let site = "Sec-Fetch-Site"

    static let bySite: [Row] = [
        Row([site: "same-origin"], passes: true),
        Row([site: "none"], passes: true),
        Row([site: "same-site"], passes: false),
        Row([site: "cross-site"], passes: false),
        Row([site: "Same-Origin"], passes: false),
        Row([site: ""], passes: false),
        Row([site: "something-new"], passes: false),
        Row([site: "same-origin", site: "cross-site"], passes: false),
        Row([site: "cross-site", site: "same-origin"], passes: false),
        // The browser's own word counts, not the origin.
        Row([site: "cross-site", "Origin": "https://example.com"], passes: false),
        Row([site: "same-site", "Origin": "https://www.example.com"], passes: false),
        Row([site: "same-origin", "Origin": "https://example.com"], passes: true),
        Row([site: "same-origin", "Origin": "null"], passes: true),
        Row([site: "same-origin", "Origin": "https://evil.example"], passes: true),
        Row([site: "none", "Origin": "https://example.com"], passes: true),
        Row([site: "none", "Origin": "null"], passes: false),
        Row([site: "cross-site", "Origin": "null"], passes: false),
        Row([site: "same-origin", site: "same-origin"], passes: false),
        Row([site: "same-origin", "Origin": "https://example.com", "Origin": "https://example.com"], passes: false),
        Row([site: "none", "Origin": "https://example.com", "Origin": "https://evil.example"], passes: false),
    ]

    static let byOrigin: [Row] = [
        Row([:], passes: true),
        Row(["Origin": "https://example.com"], passes: true),
        Row(["Origin": "http://example.com"], passes: true),
        Row(["Origin": "https://EXAMPLE.com"], host: "Example.COM", passes: true),
        Row(["Origin": "https://example.com"], host: "example.com:443", passes: true),
        Row(["Origin": "https://example.com:443"], passes: true),
        Row(["Origin": "http://example.com"], host: "example.com:80", passes: true),
        Row(["Origin": "https://example.com:8443"], host: "example.com:8443", passes: true),
        Row(["Origin": "https://example.com"], host: "example.com:8443", passes: false),
        Row(["Origin": "https://example.com:8443"], passes: false),
        Row(["Origin": "http://example.com:443"], passes: false),
        Row(["Origin": "https://example.com:80"], passes: false),
        Row(["Origin": "http://[::1]:8080"], host: "[::1]:8080", passes: true),
        Row(["Origin": "http://[::1]"], host: "[::1]:80", passes: true),
        Row(["Origin": "http://[::2]:8080"], host: "[::1]:8080", passes: false),
        Row(["Origin": "https://evil.example"], passes: false),
        Row(["Origin": "https://www.example.com"], passes: false),
        Row(["Origin": "https://example.com.evil.example"], passes: false),
        Row(["Origin": "https://evil-example.com"], passes: false),
        Row(["Origin": "https://evil.example://example.com"], passes: false),
        Row(["Origin": "https://evil.example/https://example.com"], passes: false),
        Row(["Origin": "null"], passes: false),
        Row(["Origin": ""], passes: false),
        Row(["Origin": "https://"], host: "", passes: false),
        Row(["Origin": "https://:443"], host: ":443", passes: false),
        Row(["Origin": "example.com"], passes: false),
        Row(["Origin": "://example.com"], passes: false),
        Row(["Origin": "chrome-extension://example.com"], passes: false),
        Row(["Origin": "https://example.com", "Origin": "https://evil.example"], passes: false),
        Row(["Origin": "https://example.com", "Origin": "https://example.com"], passes: false),
    ]

    static let trusted: [Row] = [
        Row(["Origin": "https://app.example"], passes: true),
        Row([site: "cross-site", "Origin": "https://app.example"], passes: true),
        Row([site: "same-site", "Origin": "https://app.example"], passes: true),
        Row([site: "cross-site", "Origin": "http://app.example"], passes: false),
        Row([site: "cross-site", "Origin": "https://app.example:8443"], passes: false),
        Row([site: "cross-site", "Origin": "https://app.example.evil"], passes: false),
        Row([site: "cross-site", "Origin": "https://evil.app.example"], passes: false),
        Row([site: "cross-site"], passes: false),
        Row([site: "cross-site", "Origin": "null"], passes: false),
        Row([site: "cross-site", site: "cross-site", "Origin": "https://app.example"], passes: false),
        Row([site: "cross-site", "Origin": "https://app.example", "Origin": "https://app.example"], passes: false),
        Row(["Origin": "https://app.example", "Origin": "https://evil.example"], passes: false),
    ]

    @Test(arguments: bySite)
    func `Sec-Fetch-Site decides where there is one`(row: Row) async throws {
        try await expect(row, CrossOriginGuard())
    }

    @Test(arguments: byOrigin)
    func `else Origin must name this host, and a request with neither passes`(row: Row) async throws {
        try await expect(row, CrossOriginGuard())
    }

    @Test(arguments: trusted)
    func `an origin passes that the app trusts, to the letter`(row: Row) async throws {
        try await expect(row, CrossOriginGuard(trusting: TrustedOrigins("https://app.example")))
    }

    /// Where the connection is known to be secure, at the proxy's host.
    static let secured: [Row] = [
        Row(["Origin": "https://shop.example"], passes: true), Row(["Origin": "http://shop.example"], passes: false),
        Row(["Origin": "https://example.com"], passes: false),
        Row(["Origin": "https://shop.example:80"], passes: false), Row([:], passes: true),
    ]

    @Test(arguments: secured)
    func `behind a proxy Origin must name the host and the scheme that the client asked`(row: Row) async throws {
        let house = try House()
        let router = Router(context: PorteroContext.self)
        router.add(middleware: ClientMiddleware(behind: try TrustedProxies("loopback")))
        router.add(middleware: CrossOriginGuard())
        router.post("/") { _, _ in "ran" }
        var fields = try row.headers()
        fields += HTTPFields.of(("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "shop.example"))
        let sent = fields
        let answer = try await house.serve(router, .live) { try await $0.send(.post, "/", sent) }
        #expect(answer.status == (row.passes ? 200 : 403))
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, true), (.head, true), (.options, true), (.trace, true), (.post, false), (.put, false),
        (.patch, false), (.delete, false), (HTTPRequest.Method("PURGE") ?? .post, false),
    ])
    func `only methods that are safe pass from another site (A5-3.5.3)`(
        method: HTTPRequest.Method, passes: Bool
    ) async throws {
        let fields = HTTPFields.of((Self.site, "cross-site"))
        let (answer, ran) = try await answer(method, fields, CrossOriginGuard())
        #expect(answer.status == (passes ? 200 : 403))
        #expect(ran == passes)
    }

    @Test func `a refused request reaches neither the store nor a handler, and is logged once`() async throws {
        let house = try House()
        try await house.seed(ana)
        let router = Router(context: PorteroContext.self)
        router.add(middleware: CrossOriginGuard())
        router.add(middleware: SessionMiddleware(house.keeper))
        router.addSignIn()
        let fields = HTTPFields.of(
            (Self.site, "cross-site"), ("Origin", "https://evil.example"), ("Cookie", try House.cookie(House.id)))
        let answer = try await house.serve(router) { try await $0.send(.post, "/signin?token=1", fields) }
        #expect(answer.status == 403)
        #expect(answer.setCookies == [])
        #expect(house.store.calls == [])
        let lines = house.log.lines.filter { $0.text == "a cross-origin request was refused" }
        #expect(lines.map(\.level) == [.notice])
        #expect(lines.first?.details.contains("https://evil.example") == true)
        #expect(lines.allSatisfy { !$0.details.contains("connect.sid") && !$0.details.contains("token") })
    }

    @Test func `a refused request is answered by a page`() async throws {
        let house = try House()
        let router = house.router()
        router.add(middleware: CrossOriginGuard())
        router.addSignIn()
        let fields = HTTPFields.of((Self.site, "cross-site"), ("Accept", "text/html"))
        let answer = try await house.serve(router) { try await $0.send(.post, "/signin", fields) }
        #expect(answer.status == 403)
        #expect(answer.body.contains("Acceso denegado"))
    }

    private func expect(_ row: Row, _ guardian: CrossOriginGuard<PorteroContext>) async throws {
        let (answer, ran) = try await answer(.post, row.headers(), guardian, host: row.host)
        #expect(answer.status == (row.passes ? 200 : 403))
        #expect(ran == row.passes)
    }

    private func answer(
        _ method: HTTPRequest.Method, _ fields: HTTPFields, _ guardian: CrossOriginGuard<PorteroContext>,
        host: String = "example.com"
    ) async throws -> (Received, ran: Bool) {
        let house = try House()
        let router = Router(context: PorteroContext.self)
        router.add(middleware: SameHost(host: host))
        router.add(middleware: guardian)
        router.on("/", method: method) { _, _ in
            Response(status: .ok, headers: .of(("X-Ran", "yes")))
        }
        let answer = try await house.serve(router) { try await $0.send(method, "/", fields) }
        return (answer, HTTPField.Name("X-Ran").map { answer.headers[$0] != nil } ?? false)
    }
}

/// Gives a request another host: the test client always asks `localhost`.
private struct SameHost: RouterMiddleware {
    typealias Context = PorteroContext
    let host: String

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var head = request.head
        head.authority = host
        return try await next(Request(head: head, body: request.body), context)
    }
}
