import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("A path's parameters") struct PathParametersTests {
    /// A path, and what its parameter is; `nil`: a 400.
    static let names: [(path: String, value: String?)] = [
        ("/names/ana", "ana"), ("/names/ana/", "ana"), ("/names/Pe%C3%B1a", "Peña"), ("/names/a%20b+c", "a b+c"),
        ("/names/a%2Fb", "a/b"), ("/names/%2e%2e%2Fetc", "../etc"), ("/names/%252F", "%2F"), ("/names/a;b=1", "a;b=1"),
        ("/names/%", nil), ("/names/%2", nil), ("/names/%zz", nil), ("/names/%FF", nil), ("/names/%C0%AF", nil),
        ("/names/%00", nil), ("/photos/a%2Fb.jpg", "a/b"), ("/photos/v%C3%ADa.jpg", "vía"),
    ]

    @Test(arguments: names)
    func `are decoded once, and a slash in one is no end of it`(path: String, value: String?) async throws {
        let answer = try await ask(path)
        #expect(answer.status == (value == nil ? 400 : 200))
        if let value { #expect(answer.body == value) }
    }

    @Test(arguments: [
        ("/numbers/7", 200), ("/numbers/-7", 200), ("/numbers/seven", 404), ("/numbers/7%20", 404),
        ("/numbers/%zz", 400), ("/numbers/99999999999999999999", 404),
    ])
    func `of another type are a 404 where they are none`(path: String, status: Int) async throws {
        let answer = try await ask(path)
        #expect(answer.status == status)
    }

    @Test func `that the route does not have are the server's fault`() async throws {
        let house = try House()
        let answer = try await ask("/unknown", of: house)
        #expect(answer.status == 500)
        #expect(house.log.errors == ["an unexpected error ended a request"])
    }

    @Test(arguments: [("/rest/a/b%2Fc/%C3%B1", "a|b/c|ñ"), ("/rest/a//b/", "a|b"), ("/numbers/7/none", "")])
    func `of a catch-all are decoded part by part`(path: String, parts: String) async throws {
        let answer = try await ask(path)
        #expect(answer.body == parts)
    }

    @Test func `of a catch-all are a 400 where one is malformed`() async throws {
        let answer = try await ask("/rest/a/%zz")
        #expect(answer.status == 400)
    }

    private func ask(_ path: String, of house: House? = nil) async throws -> Received {
        let house = try house ?? House()
        let router = house.router()
        router.get("/names/:name") { _, context in try context.parameter("name") }
        router.get("/photos/{name}.jpg") { _, context in try context.parameter("name") }
        router.get("/numbers/:number") { _, context in "\(try context.parameter("number", as: Int.self))" }
        router.get("/numbers/:number/none") { _, context in try context.pathRest.joined() }
        router.get("/unknown") { _, context in try context.parameter("name") }
        router.get("/rest/**") { _, context in try context.pathRest.joined(separator: "|") }
        return try await house.serve(router) { try await $0.send(path) }
    }
}

@Suite("A path is matched as it is written") struct PathMatchingTests {
    /// A path, and whether it is the sign-out's.
    static let paths: [(path: String, matches: Bool)] = [
        ("/auth/logout", true), ("/auth/logout/", true), ("//auth//logout", true), ("/auth/logout//", true),
        ("/auth/logout?x=1", true), ("/auth/logout#x", false), ("/Auth/logout", false), ("/auth/LOGOUT", false),
        ("/auth%2Flogout", false), ("/auth/%6Cogout", false), ("/auth/./logout", false), ("/x/../auth/logout", false),
        ("/auth/logout/x", false), ("/auth/logout;x", false), ("/auth/logout%20", false),
    ]

    @Test(arguments: paths)
    func `empty parts count for nothing, everything else does`(path: String, matches: Bool) async throws {
        let house = try House()
        let router = house.router()
        router.addSignOut()
        let answer = try await house.serve(router) { try await $0.send(path) }
        #expect(answer.status == (matches ? 302 : 404))
    }

    @Test func `in any case, where the router is told so`() async throws {
        let house = try House()
        let router = Router(context: PorteroContext.self, options: .caseInsensitive)
        router.get("/Names/:name") { _, context in try context.parameter("name") }
        let answer = try await house.serve(router) { try await $0.send("/nAMES/Ana") }
        #expect(answer.body == "Ana")
    }
}
