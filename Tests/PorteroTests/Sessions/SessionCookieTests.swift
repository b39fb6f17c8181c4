import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import StoreTesting
import Testing

@Suite("The session's cookie") struct SessionCookieTests {
    /// An id that every new session gets.
    private static let fixed = SessionID(staticText: "fixedfixedfixedfixedfixedfixedfi")
    private static let value = "connect.sid=s%3Afixedfixedfixedfixedfixedfixedfi."

    private func house(_ change: (inout SessionOptions) -> Void = { _ in }) throws -> House {
        var options = SessionOptions()
        options.makeID = { _ in Self.fixed }
        change(&options)
        return try House(options)
    }

    private func visit(
        _ house: House, isSecure: Bool = false, _ headers: HTTPFields = [:],
        handler: @escaping @Sendable (PorteroContext) throws -> Response = { context in
            try context.session["visited", as: Bool.self] = true
            return Response(status: .ok)
        }
    ) async throws -> Received {
        let router = house.router(client: .init(servesTLS: isSecure))
        router.get("/visit") { _, context in try handler(context) }
        return try await house.serve(router) { try await $0.send("/visit", headers) }
    }

    @Test func `stands in Set-Cookie as Express writes it, byte for byte (OW-6, OW-7, OW-9, OW-10)`() async throws {
        let answer = try await visit(house())
        let value = try House.cookie(Self.fixed)
        #expect(value.hasPrefix(Self.value))
        #expect(answer.setCookies == [value + "; Path=/; HttpOnly; SameSite=Lax"])
    }

    @Test func `is Secure where the connection is (OW-5, A5-3.3.1)`() async throws {
        let answer = try await visit(house(), isSecure: true)
        let value = try House.cookie(Self.fixed)
        #expect(answer.setCookies == [value + "; Path=/; HttpOnly; Secure; SameSite=Lax"])
    }

    @Test func `is withheld from an insecure connection if it must be Secure, and nothing is stored (OW-5)`()
        async throws
    {
        let house = try house { $0.cookie.secure = .always }
        let answer = try await visit(house)
        #expect(answer.status == 200)
        #expect(answer.setCookies == [])
        let count = try await house.memory.count()
        #expect(count == 0)
        #expect(house.log.lines.contains { $0.level == .warning })
    }

    @Test func `makes the response one that no cache keeps, whatever the handler said (OW-20)`() async throws {
        let answer = try await visit(house()) { context in
            try context.session["visited", as: Bool.self] = true
            return Response(status: .ok, headers: [.cacheControl: "public, max-age=3600"])
        }
        #expect(answer.headers[values: .cacheControl] == ["no-store"])
    }

    @Test func `leaves the handler's Cache-Control alone where none is set`() async throws {
        let answer = try await visit(house()) { _ in
            Response(status: .ok, headers: [.cacheControl: "public, max-age=3600"])
        }
        #expect(answer.headers[values: .cacheControl] == ["public, max-age=3600"])
        #expect(answer.setCookies == [])
    }

    @Test func `stands behind the handler's own cookies, which stay`() async throws {
        let answer = try await visit(house()) { context in
            try context.session["visited", as: Bool.self] = true
            var response = Response(status: .ok)
            response.headers[values: .setCookie] = ["theme=dark; Path=/", "lang=es"]
            return response
        }
        let value = try House.cookie(Self.fixed)
        #expect(answer.setCookies == ["theme=dark; Path=/", "lang=es", value + "; Path=/; HttpOnly; SameSite=Lax"])
    }

    @Test func `stands only once in a response, even if the handler set one of its name (C-5)`() async throws {
        let answer = try await visit(house()) { context in
            try context.session["visited", as: Bool.self] = true
            var response = Response(status: .ok)
            response.headers[values: .setCookie] = ["connect.sid=; Path=/", "connect.side=x"]
            return response
        }
        #expect(answer.setCookies.count == 2)
        #expect(answer.setCookies.first == "connect.side=x")
        #expect(answer.setCookies.last?.hasPrefix(Self.value) == true)
    }

    @Test func `is not set for a new session that nobody touched (A5-7.6.2, C-6)`() async throws {
        let house = try house()
        let answer = try await visit(house) { context in
            _ = try context.session.isNew
            return Response(status: .ok)
        }
        #expect(answer.setCookies == [])
        #expect(house.store.calls == [])
    }

    @Test func `is not set again for a session that is known (C-6)`() async throws {
        let house = try house()
        try await house.seed(ana)
        let answer = try await visit(house, [.cookie: House.cookie(House.id)])
        #expect(answer.setCookies == [])
        let stored = try await house.stored()
        #expect(stored?.contains(#""visited":true"#) == true)
    }

    @Test func `never carries the id anywhere but in Set-Cookie (A5-3.3.4, A4-3.1.1)`() async throws {
        let answer = try await visit(house())
        #expect(!answer.body.contains(Self.fixed.text))
        for field in answer.headers where field.name != .setCookie { #expect(!field.value.contains(Self.fixed.text)) }
    }

    @Test func `counts only as a cookie: an id in the URL or a header is ignored (OW-4)`() async throws {
        let house = try House()
        try await house.seed(ana)
        let router = house.router()
        router.addWho()
        let value = try House.cookie(House.id).dropFirst("connect.sid=".count)
        let fields = HTTPFields.of(("connect.sid", String(value)), ("Authorization", "Bearer \(value)"))
        let answer = try await house.serve(router) { try await $0.send("/who?connect.sid=\(value)", fields) }
        #expect(answer.body == "nobody")
    }
}
