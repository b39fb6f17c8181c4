import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import Testing

@Suite("A method that a path lacks is a 405 with Allow") struct MethodNotAllowedTests {
    private static let all: [HTTPRequest.Method] = [
        .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
    ]

    /// A path, and what it allows.
    static let paths: [(path: String, allow: String)] = [
        ("/", "GET, HEAD"), ("/form", "GET, HEAD, POST"), ("/only-post", "POST"), ("/auth/logout", "GET, HEAD"),
        ("/api/logout", "POST"), ("/users/7", "DELETE, GET, HEAD"), ("/users/7/photo", "GET, HEAD, PUT"),
        ("/account", "GET, HEAD"), ("//form/", "GET, HEAD, POST"),
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
