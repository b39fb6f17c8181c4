import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("What is answered to who is signed in stays out of caches") struct CachingTests {
    private func serve(
        _ values: String = ana, breaking operation: FaultyStore.Operation? = nil,
        _ body: @escaping @Sendable (any TestClientProtocol, String) async throws -> Void
    ) async throws {
        let house = try House()
        try await house.seed(values)
        let router = Router(context: PorteroContext.self)
        router.add(middleware: SessionMiddleware(house.keeper))
        router.add(middleware: AuthFlagMiddleware())
        router.get("/text") { _, _ in "text" }
        router.get("/json") { _, _ in ["a": 1] }
        router.get("/thrown") { _, _ -> Response in throw HTTPError(.gone) }
        router.get("/public") { _, _ in Response(status: .ok, headers: [.cacheControl: "public, max-age=60"]) }
        let cookie = try House.cookie(House.id)
        if let operation { house.store.fail(operation) }
        try await house.serve(router) { try await body($0, cookie) }
    }

    @Test(arguments: ["/text", "/json", "/thrown"])
    func `a handler's own answer, too`(path: String) async throws {
        try await serve { client, cookie async throws in
            #expect(try await client.send(path, cookie: cookie).headers[values: .cacheControl] == ["no-store"])
        }
    }

    @Test func `unless the handler says otherwise`() async throws {
        try await serve { client, cookie async throws in
            let answer = try await client.send("/public", cookie: cookie)
            #expect(answer.headers[values: .cacheControl] == ["public, max-age=60"])
        }
    }

    @Test(arguments: ["/text", "/json", "/thrown"])
    func `what is answered to nobody is left as it is`(path: String) async throws {
        try await serve { client, _ async throws in
            #expect(!(try await client.send(path).headers.contains(.cacheControl)))
        }
        try await serve(#""loggedin":false,"name":"Ana""#) { client, cookie async throws in
            #expect(!(try await client.send(path, cookie: cookie).headers.contains(.cacheControl)))
        }
    }

    @Test func `also where the store cannot tell who is`() async throws {
        try await serve(breaking: .load) { client, cookie async throws in
            let answer = try await client.send("/text", cookie: cookie)
            #expect(answer.body == "text")
            #expect(answer.headers[values: .cacheControl] == ["no-store"])
        }
    }
}
