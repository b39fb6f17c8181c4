import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import ProcessTesting
import Testing

@Suite("A method that a path lacks is a 405 with Allow") struct MethodNotAllowedTests {
    /// The registered ones that matter, and two that no list of common methods holds.
    private static let all: [HTTPRequest.Method] =
        [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
        + ["PURGE", "PROPFIND"].compactMap { HTTPRequest.Method($0) }

    /// A path, and what it allows.
    static let paths: [(path: String, allow: String)] = [
        ("/", "GET, HEAD"), ("/form", "GET, HEAD, POST"), ("/only-post", "POST"), ("/auth/logout", "GET, HEAD"),
        ("/api/logout", "POST"), ("/users/7", "DELETE, GET, HEAD"), ("/users/7/photo", "GET, HEAD, PUT"),
        ("/account", "GET, HEAD"), ("//form/", "GET, HEAD, POST"), ("/users/me", "GET, HEAD"),
        ("/files/a", "GET, HEAD, PUT"), ("/deep/a/b/c", "DELETE"), ("/photos/1.jpg", "GET, HEAD"),
        ("/users/%2Fme", "DELETE, GET, HEAD"),
    ]

    @Test(arguments: paths)
    func `and every method that it has still works`(path: String, allow: String) async throws {
        let house = try House()
        try await house.serve(router(house)) { client in
            for method in Self.all {
                let answer = try await client.send(method, path)
                let isAllowed = allow.split(separator: ", ").contains { $0 == method.rawValue }
                #expect((answer.status == 405) == !isAllowed, "\(method) \(path): \(answer.status)")
                #expect(answer.headers[.allow] == (isAllowed ? nil : allow))
                if method == .head { #expect(answer.body == "") }
            }
        }
    }

    @Test func `an unknown path is still a 404`() async throws {
        let house = try House()
        try await house.serve(router(house)) { client in
            for method in Self.all {
                let answer = try await client.send(method, "/nowhere")
                #expect(answer.status == 404)
            }
        }
    }

    @Test func `where the router makes no HEAD routes, Allow does not claim them`() async throws {
        let house = try House()
        let router = Router(context: PorteroContext.self)
        router.get("/") { _, _ in "ok" }
        router.refuseOtherMethods()
        try await house.serve(router) { client in
            for method in [HTTPRequest.Method.head, .post] {
                let answer = try await client.send(method, "/")
                #expect(answer.status == 405)
                #expect(answer.headers[.allow] == "GET")
            }
        }
    }

    /// A path as it was declared, one as it is asked for, and whether they match.
    static let cases: [(declared: String, asked: String, options: RouterOptions, matches: Bool)] = [
        ("/Users/:id", "/users/7", [.caseInsensitive], true), ("/users", "/USERS", [.caseInsensitive], true),
        ("/Users/:id", "/users/7", [], false), ("/users", "/USERS", [], false), ("/Users", "/Users", [], true),
    ]

    @Test(arguments: cases)
    func `paths match as the router matches them, in their case too`(
        declared: String, asked: String, options: RouterOptions, matches: Bool
    ) async throws {
        let house = try House()
        let router = Router(context: PorteroContext.self, options: options)
        router.get(RouterPath(declared)) { _, _ in "ok" }
        router.refuseOtherMethods()
        try await house.serve(router) { client in
            let page = try await client.send(asked)
            #expect(page.status == (matches ? 200 : 404))
            let refusal = try await client.send(.put, asked)
            #expect(refusal.status == (matches ? 405 : 404))
            #expect(refusal.headers[.allow] == (matches ? "GET" : nil))
        }
    }

    @Test func `the page knows who is signed in`() async throws {
        let house = try House()
        try await house.seed(ana)
        let folder = try TemporaryFolder(["errors/error.ejs": "<%= user.name %>"])
        let router = house.router(views: try Views(folder: folder.path))
        router.get("/users/:id") { _, _ in "user" }
        router.refuseOtherMethods()
        let answer = try await house.serve(router) {
            try await $0.send(.delete, "/users/7", cookie: House.cookie(House.id))
        }
        #expect(answer.status == 405)
        #expect(answer.body == "Ana Pérez")
    }

    @Test func `a route that is added later still works`() async throws {
        let house = try House()
        let router = router(house)
        router.get("/late") { _, _ in "late" }
        try await house.serve(router) { client in
            let page = try await client.send("/late")
            #expect(page.body == "late")
            let other = try await client.send(.post, "/late")
            #expect(other.status == 404)
        }
    }

    @Test func `asking twice changes nothing`() async throws {
        let house = try House()
        let router = router(house)
        router.refuseOtherMethods()
        let answer = try await house.serve(router) { try await $0.send(.post, "/") }
        #expect(answer.status == 405)
    }

    private func router(_ house: House) -> Router<PorteroContext> {
        let router = house.router()
        router.get("/") { _, _ in "home" }
        router.get("/form") { _, _ in "form" }
        router.post("/form") { _, _ in "sent" }
        router.post("/only-post") { _, _ in "sent" }
        router.get("/users/:id") { _, _ in "user" }
        router.delete("/users/:id") { _, _ in "gone" }
        router.get("/users/me") { _, _ in "me" }
        router.get("/files/*") { _, _ in "file" }.put("/files/*") { _, _ in "put" }
        router.delete("/deep/**") { _, _ in "gone" }
        router.get("/photos/{name}.jpg") { _, _ in "photo" }
        router.group("/users/:id").get("/photo") { _, _ in "photo" }.put("/photo") { _, _ in "put" }
        router.group().add(middleware: RequireSignInMiddleware()).get("/account") { _, _ in "account" }
        router.addSignOut()
        router.signOut(.post, "/api/logout") {
            DestroySession()
            Reply(#"{"message":"ok"}"#)
        }
        router.refuseOtherMethods()
        return router
    }
}
