import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("Where the session's cookie does not go") struct CookiePathTests {
    @Test func `nobody is signed in, and the store is not asked`() async throws {
        let house = try self.house()
        try await house.seed(ana)
        let router = house.router()
        router.addWho()
        router.group("/app").addWho()
        let answers = try await house.serve(router) { client in
            let cookie = try House.cookie(House.id)
            return (try await client.send("/who", cookie: cookie), try await client.send("/app/who", cookie: cookie))
        }
        #expect(answers.0.body == "nobody")
        #expect(answers.1.body == "Ana Pérez")
        #expect(house.store.calls.map(\.operation) == [.load])
    }

    @Test(arguments: ["/read", "/apple/read"])
    func `there is no session, and asking for one is an error`(_ path: String) async throws {
        let house = try self.house()
        let router = house.router()
        for path: RouterPath in ["/read", "/apple/read", "/app/read"] {
            router.get(path) { _, context in try context.session.isNew ? "new" : "known" }
        }
        let answers = try await house.serve(router) { client in
            (try await client.send(path), try await client.send("/app/read?a=b"))
        }
        #expect(answers.0.status == 500)
        #expect(answers.1.body == "new")
    }

    @Test func `the cookie is adapted to the host that the client asked for, and to its fields`() async throws {
        var options = SessionOptions()
        options.adaptCookie = { cookie, exchange in
            if exchange.host?.hasPrefix("localhost") == true { cookie.domain = "example.com" }
            cookie.path = exchange.fields.value(of: "x-path") ?? "/"
            cookie.httpOnly = exchange.path != "/app"
        }
        let house = try House(options)
        let router = house.router()
        router.get("/app") { _, context in
            try context.session["n"] = 1
            return "stored"
        }
        let answer = try await house.serve(router) {
            try await $0.send("/app?q=1", .of(("X-Path", "/app")))
        }
        #expect(answer.setCookies.first?.hasSuffix("; Domain=example.com; Path=/app; SameSite=Lax") == true)
    }

    private func house() throws -> House {
        var options = SessionOptions()
        options.cookie.path = "/app"
        return try House(options)
    }
}
