import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("Answers are shared with trusted origins, and with nobody else") struct CrossOriginSharingTests {
    private static let origin = "https://app.example"
    private static let allowed: [HTTPField.Name] = [
        .accessControlAllowOrigin, .accessControlAllowCredentials, .accessControlAllowMethods,
        .accessControlAllowHeaders, .accessControlMaxAge, .accessControlExposeHeaders,
    ]

    private func serve(
        _ sharing: CrossOriginSharing<PorteroContext>? = nil, trusting list: String = "https://app.example",
        _ body: @escaping @Sendable (any TestClientProtocol, House) async throws -> Void
    ) async throws {
        let house = try House()
        let origins = try TrustedOrigins(list)
        let router = Router(context: PorteroContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ClientMiddleware())
        router.add(middleware: SecurityHeaders())
        router.add(middleware: sharing ?? CrossOriginSharing(with: origins))
        router.add(middleware: ErrorPages(.outer, views: nil))
        router.add(middleware: CrossOriginGuard(trusting: origins))
        router.add(middleware: SessionMiddleware(house.keeper))
        router.add(middleware: AuthFlagMiddleware())
        router.add(middleware: ErrorPages(.inner, views: nil))
        router.addWho()
        router.addSignIn()
        router.get("/thrown") { _, _ -> Response in throw HTTPError(.conflict) }
        router.get("/broken") { _, _ -> Response in throw Unforeseen() }
        router.get("/own") { _, _ in
            Response(status: .ok, headers: [.vary: "Accept, origin", .accessControlAllowOrigin: "*"])
        }
        router.get("/any") { _, _ in Response(status: .ok, headers: [.vary: "*"]) }
        router.refuseOtherMethods()
        try await house.serve(router) { try await body($0, house) }
    }

    @Test(arguments: ["/who", "/thrown", "/broken", "/nowhere"])
    func `a trusted origin is named, with credentials, on every answer, errors too`(path: String) async throws {
        try await serve { client, _ async throws in
            let answer = try await client.send(path, [.origin: Self.origin])
            #expect(answer.headers[values: .accessControlAllowOrigin] == [Self.origin])
            #expect(answer.headers[values: .accessControlAllowCredentials] == ["true"])
            #expect(answer.headers[values: .vary] == ["Origin"])
            #expect(!answer.headers.contains(.accessControlAllowMethods))
        }
    }

    @Test(arguments: [
        "https://evil.example", "http://app.example", "https://app.example:8443", "https://x.app.example",
        "https://app.example.evil", "null", "*", "", "https://app.example/",
    ])
    func `any other origin is not, nor is it reflected`(origin: String) async throws {
        try await serve { client, _ async throws in
            for path in ["/who", "/thrown", "/nowhere"] {
                let answer = try await client.send(path, [.origin: origin])
                for name in Self.allowed { #expect(!answer.headers.contains(name)) }
                #expect(answer.headers[values: .vary] == ["Origin"])
            }
            let preflight = try await client.send(
                .options, "/signin", [.origin: origin, .accessControlRequestMethod: "POST"])
            #expect(preflight.status == 405)
            for name in Self.allowed { #expect(!preflight.headers.contains(name)) }
        }
    }

    @Test func `two origins are nobody's`() async throws {
        try await serve { client, _ async throws in
            let answer = try await client.send("/who", .of(("Origin", Self.origin), ("Origin", Self.origin)))
            for name in Self.allowed { #expect(!answer.headers.contains(name)) }
        }
    }

    @Test func `an answer to no origin varies by it too, so that caches are right`() async throws {
        try await serve { client, _ async throws in
            #expect(try await client.send("/who").headers[values: .vary] == ["Origin"])
            #expect(try await client.send("/own").headers[values: .vary] == ["Accept, origin"])
            #expect(try await client.send("/any").headers[values: .vary] == ["*"])
        }
    }

    @Test func `a handler's own permission stands, but for a trusted origin`() async throws {
        try await serve { client, _ async throws in
            let anybody = try await client.send("/own", [.origin: "https://evil.example"])
            #expect(anybody.headers[values: .accessControlAllowOrigin] == ["*"])
            #expect(!anybody.headers.contains(.accessControlAllowCredentials))
            let trusted = try await client.send("/own", [.origin: Self.origin])
            #expect(trusted.headers[values: .accessControlAllowOrigin] == [Self.origin])
        }
    }

    @Test func `a trusted preflight is a 204 before session and router, for whatever path`() async throws {
        try await serve { client, house async throws in
            for path in ["/signin", "/who", "/nowhere"] {
                let fields: HTTPFields = [
                    .origin: Self.origin, .accessControlRequestMethod: "POST",
                    .accessControlRequestHeaders: "content-type", .cookie: try House.cookie(House.id),
                ]
                let answer = try await client.send(.options, path, fields)
                #expect(answer.status == 204 && answer.body.isEmpty)
                #expect(answer.headers[.accessControlAllowOrigin] == Self.origin)
                #expect(answer.headers[.accessControlAllowCredentials] == "true")
                #expect(answer.headers[.accessControlAllowMethods] == "GET, HEAD, POST, PUT, PATCH, DELETE")
                #expect(answer.headers[.accessControlAllowHeaders] == "Authorization, Content-Type")
                #expect(answer.headers[.accessControlMaxAge] == "600")
                #expect(answer.headers[values: .vary] == ["Origin"])
                #expect(answer.headers[values: .cacheControl] == ["no-store"])
                #expect(answer.headers.contains(.contentSecurityPolicy))
            }
            #expect(house.store.calls == [])
        }
    }

    @Test func `OPTIONS without a wished method is no preflight`() async throws {
        try await serve { client, _ async throws in
            let answer = try await client.send(.options, "/who", [.origin: Self.origin])
            #expect(answer.status == 405)
            #expect(answer.headers[.accessControlAllowOrigin] == Self.origin)
        }
    }

    @Test func `what may be sent and read is the app's choice`() async throws {
        let name = try #require(HTTPField.Name("X-Total"))
        let sharing = CrossOriginSharing<PorteroContext>(
            with: try TrustedOrigins(Self.origin), methods: [.get], headers: [name], exposedHeaders: [name, .eTag],
            maxAge: .seconds(5))
        try await serve(sharing) { client, _ async throws in
            let preflight = try await client.send(
                .options, "/who", [.origin: Self.origin, .accessControlRequestMethod: "GET"])
            #expect(preflight.headers[.accessControlAllowMethods] == "GET")
            #expect(preflight.headers[.accessControlAllowHeaders] == "X-Total")
            #expect(preflight.headers[.accessControlMaxAge] == "5")
            let answer = try await client.send("/who", [.origin: Self.origin])
            #expect(answer.headers[.accessControlExposeHeaders] == "X-Total, ETag")
        }
    }

    @Test func `a trusted origin signs in with a cookie; another is a 403 and nothing changed (A5-3.5.1)`() async throws
    {
        try await serve { client, house async throws in
            let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
            let refused = try await client.send(
                .post, "/signin", [.origin: "https://evil.example", site: "cross-site"])
            #expect(refused.status == 403 && refused.setCookies == [])
            #expect(house.store.calls == [])
            let answer = try await client.send(.post, "/signin", [.origin: Self.origin, site: "cross-site"])
            #expect(answer.body == "welcome" && answer.setCookies.count == 1)
            #expect(answer.headers[.accessControlAllowOrigin] == Self.origin)
        }
    }

    @Test func `a thrown error carries the fields without error pages too`() async throws {
        let house = try House()
        let router = Router(context: PorteroContext.self)
        router.add(middleware: CrossOriginSharing(with: try TrustedOrigins(Self.origin)))
        router.get("/thrown") { _, _ -> Response in throw HTTPError(.conflict) }
        let answer = try await house.serve(router) { try await $0.send("/thrown", [.origin: Self.origin]) }
        #expect(answer.status == 409)
        #expect(answer.headers[.accessControlAllowOrigin] == Self.origin)
    }

    @Test func `with no origin on the list nothing is done`() async throws {
        let house = try House()
        let router = Router(context: PorteroContext.self)
        router.add(middleware: CrossOriginSharing(with: .none))
        router.addWho()
        router.get("/page") { _, _ in "page" }
        let answer = try await house.serve(router) { try await $0.send("/page", [.origin: Self.origin]) }
        #expect(!answer.headers.contains(.vary) && !answer.headers.contains(.accessControlAllowOrigin))
    }

    private struct Unforeseen: Error {}
}
