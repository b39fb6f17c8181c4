import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import ProcessTesting
import Testing

@Suite("The security headers stand on every response") struct SecurityHeadersTests {
    private static let fields: [String: String] = [
        "Content-Security-Policy":
            "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy":
            "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    ]

    @Test(arguments: ["/", "/thrown", "/broken", "/nowhere", "/style.css", "/auth/logout", "/account"])
    func `whatever the pipeline answers`(path: String) async throws {
        let house = try House()
        let folder = try TemporaryFolder(["style.css": "body {}"])
        let router = Router(context: PorteroContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorPages(.outer, views: nil))
        router.add(middleware: try PublicFiles(folder: folder.path))
        router.add(middleware: SessionMiddleware(house.keeper))
        router.add(middleware: ErrorPages(.inner, views: nil))
        addRoutes(to: router)
        router.addSignOut()
        router.group().add(middleware: RequireSignInMiddleware()).get("/account") { _, _ in "account" }
        router.refuseOtherMethods()
        try await house.serve(router) { client in
            for method in [HTTPRequest.Method.get, .head, .post] {
                expectFields(try await client.send(method, path))
            }
        }
    }

    @Test func `also on thrown HTTP errors without error pages`() async throws {
        let house = try House()
        let router = Router(context: PorteroContext.self)
        router.add(middleware: SecurityHeaders())
        addRoutes(to: router)
        try await house.serve(router) { client in
            let thrown = try await client.send("/thrown")
            #expect(thrown.status == 418)
            expectFields(thrown)
            let missing = try await client.send("/nowhere")
            #expect(missing.status == 404)
            expectFields(missing)
        }
    }

    @Test func `also on a 304`() async throws {
        let house = try House()
        let folder = try TemporaryFolder(["style.css": "body {}"])
        let router = Router(context: PorteroContext.self)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: try PublicFiles(folder: folder.path))
        let answer = try await house.serve(router) { try await $0.send("/style.css", [.ifNoneMatch: "*"]) }
        #expect(answer.status == 304)
        expectFields(answer)
    }

    @Test func `but a handler's own stays`() async throws {
        let house = try House()
        let router = house.router()
        router.get("/own") { _, _ in
            Response(status: .ok, headers: [.contentSecurityPolicy: "default-src 'none'"])
        }
        let answer = try await house.serve(router) { try await $0.send("/own") }
        #expect(answer.headers[values: .contentSecurityPolicy] == ["default-src 'none'"])
        #expect(answer.headers[values: .xContentTypeOptions] == ["nosniff"])
    }

    @Test func `with the app's own policy`() async throws {
        let house = try House()
        let router = Router(context: PorteroContext.self)
        router.add(middleware: ClientMiddleware(servesTLS: true))
        router.add(middleware: SecurityHeaders(policy: [.defaultSrc(.none)], transport: "max-age=60; preload"))
        router.get("/") { _, _ in "home" }
        let answer = try await house.serve(router) { try await $0.send("/") }
        #expect(answer.headers[values: .contentSecurityPolicy] == ["default-src 'none'"])
        #expect(answer.headers[values: .strictTransportSecurity] == ["max-age=60; preload"])
    }

    @Test(arguments: [true, false])
    func `with Strict-Transport-Security on secure connections, and never on others`(isSecure: Bool) async throws {
        let house = try House()
        let router = house.router(client: .init(servesTLS: isSecure))
        addRoutes(to: router)
        try await house.serve(router) { client in
            for path in ["/", "/thrown", "/broken", "/nowhere"] {
                let answer = try await client.send(path)
                #expect(answer.headers[values: .strictTransportSecurity] == (isSecure ? ["max-age=31536000"] : []))
            }
        }
    }

    private struct Unforeseen: Error {}

    private func addRoutes(to router: Router<PorteroContext>) {
        router.get("/") { _, _ in "home" }
        router.get("/thrown") { _, _ -> Response in throw HTTPError(.init(code: 418)) }
        router.get("/broken") { _, _ -> Response in throw Unforeseen() }
    }

    private func expectFields(_ answer: Received) {
        for (name, value) in Self.fields {
            #expect(HTTPField.Name(name).map { answer.headers[values: $0] } == [value])
        }
    }
}
