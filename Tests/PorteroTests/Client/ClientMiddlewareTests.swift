import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("The client is known to all that stands behind") struct ClientMiddlewareTests {
    private static let secure = HTTPFields.of(
        ("X-Forwarded-For", "6.6.6.6, 192.0.2.1"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "example.com"))

    private func visit(
        _ client: ClientMiddleware<PorteroContext>, _ setting: TestingSetup, _ headers: HTTPFields
    ) async throws -> Received {
        let house = try House()
        let router = house.router(client: client)
        router.get("/") { _, context in
            try context.session["visited", as: Bool.self] = true
            let client = context.client
            return "\(client.address?.description ?? "-") \(client.isSecure) \(client.host ?? "-")"
        }
        return try await house.serve(router, setting) { try await $0.send("/", headers) }
    }

    @Test func `behind a trusted proxy: its address and host, a Secure cookie, HSTS (OW-5, A5-3.3.1)`() async throws {
        let answer = try await visit(.init(behind: TrustedProxies("loopback")), .live, Self.secure)
        #expect(answer.body == "192.0.2.1 true example.com")
        #expect(answer.setCookies.first?.hasSuffix("; Path=/; HttpOnly; Secure; SameSite=Lax") == true)
        #expect(answer.headers[.strictTransportSecurity] == "max-age=31536000")
    }

    @Test func `behind a trusted proxy that chose Forwarded`() async throws {
        let client = ClientMiddleware<PorteroContext>(behind: try TrustedProxies("loopback"), reading: .forwarded)
        let fields = HTTPFields.of(("Forwarded", "for=192.0.2.1;proto=https;host=example.com"))
        #expect(try await visit(client, .live, fields).body == "192.0.2.1 true example.com")
        #expect(try await visit(client, .live, Self.secure).body.hasPrefix("127.0.0.1 false "))
    }

    @Test(arguments: [nil, "10.0.0.0/8, ::1"])
    func `from anybody else: neither (OW-5)`(proxies: String?) async throws {
        let proxies = try proxies.map { try TrustedProxies($0) } ?? .none
        let answer = try await visit(.init(behind: proxies), .live, Self.secure)
        #expect(answer.body.hasPrefix("127.0.0.1 false "))
        #expect(!answer.body.contains("example.com"))
        #expect(answer.setCookies.first?.hasSuffix("; Path=/; HttpOnly; SameSite=Lax") == true)
        #expect(!answer.headers.contains(.strictTransportSecurity))
    }

    @Test func `without a network there is no peer, and nobody to trust`() async throws {
        let answer = try await visit(.init(behind: TrustedProxies("::/0")), .router, Self.secure)
        #expect(answer.body == "- false localhost")
    }

    @Test func `where the app serves TLS itself every connection is secure (A5-3.3.1)`() async throws {
        let answer = try await visit(.init(servesTLS: true), .router, [:])
        #expect(answer.body == "- true localhost")
        #expect(answer.setCookies.first?.contains("; Secure;") == true)
        #expect(answer.headers.contains(.strictTransportSecurity))
    }

    @Test func `without the middleware no more is known than the peer's address`() async throws {
        let house = try House()
        let router = Router(context: PorteroContext.self)
        router.get("/") { _, context in
            "\(context.client.address?.description ?? "-") \(context.client.isSecure) \(context.client.host ?? "-")"
        }
        let answer = try await house.serve(router, .live) { try await $0.send("/", Self.secure) }
        #expect(answer.body == "127.0.0.1 false -")
    }
}
