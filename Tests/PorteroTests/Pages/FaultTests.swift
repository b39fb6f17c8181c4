import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOHTTP1
import Portero
import StoreTesting
import Testing

@Suite("What is the client's fault is no fault of the server") struct FaultTests {
    struct Body: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let sent: String
        let end: RawConnection.End
        let status: String

        init(
            _ name: String, _ path: String, _ fields: String, _ body: String, then end: RawConnection.End,
            _ status: String = "400 Bad Request"
        ) {
            testDescription = name
            sent = "POST \(path) HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n\r\n\(body)"
            self.end = end
            self.status = status
        }
    }

    private static let long = String(repeating: "x", count: 200)

    static let bodies: [Body] = [
        Body("breaks off", "/read", "Content-Length: 9", "half", then: .halfClose),
        Body("of chunks breaks off", "/read", "Transfer-Encoding: chunked", "4\r\nhalf\r\n", then: .halfClose),
        Body("is no chunk", "/read", "Transfer-Encoding: chunked", "zz\r\n", then: .wait),
        Body("is too long", "/read", "Connection: close\r\nContent-Length: 200", long, then: .wait, "413 "),
        Body(
            "of chunks is too long", "/read", "Connection: close\r\nTransfer-Encoding: chunked",
            "c8\r\n\(long)\r\n0\r\n\r\n", then: .wait, "413 "),
        Body(
            "of a form breaks off", "/form",
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9", "a=1", then: .halfClose),
        Body(
            "of JSON breaks off", "/decode", "Content-Type: application/json\r\nContent-Length: 9", "{}",
            then: .halfClose),
    ]

    @Test(arguments: bodies)
    func `a body that breaks off, is malformed or too long, wherever it is read (promise 7)`(
        body: Body
    ) async throws {
        let house = try House()
        try await house.serve(router(house), .live) { client in
            let answer = try await RawConnection.send(to: #require(client.port), body.sent, then: body.end)
            #expect(answer.hasPrefix("HTTP/1.1 " + body.status), "\(answer)")
            #expect(answer.contains("<h1>"))
            let fine = try await client.send("/fine")
            #expect(fine.body == "fine")
        }
        #expect(house.log.errors == [])
    }

    @Test func `what a handler did to the session before the body broke off is kept`() async throws {
        let house = try House()
        try await house.seed(ana)
        let cookie = try House.cookie(House.id)
        let note = Body("note", "/note", "Cookie: \(cookie)\r\nContent-Length: 9", "half", then: .halfClose)
        try await house.serve(router(house), .live) { client in
            let answer = try await RawConnection.send(to: #require(client.port), note.sent, then: note.end)
            #expect(answer.hasPrefix("HTTP/1.1 400"))
            #expect(answer.contains("Connection: close"))
        }
        let stored = try await house.stored()
        #expect(stored?.contains(#""noted":true"#) == true)
    }

    @Test func `a form that Hummingbird cannot decode is a 400`() async throws {
        let house = try House()
        let answer = try await house.serve(router(house)) {
            try await $0.send(.post, "/hummingbird", body: "a=1&a=2")
        }
        #expect(answer.status == 400)
        #expect(house.log.errors == [])
    }

    @Test func `a parser's error where no body was sent is the server's`() async throws {
        let house = try House()
        let answer = try await house.serve(router(house)) { try await $0.send("/upstream") }
        #expect(answer.status == 500)
        #expect(house.log.errors == ["an unexpected error ended a request"])
    }

    @Test func `a store that fails where no session stands is a 503, logged once`() async throws {
        let house = try House()
        let answer = try await house.serve(router(house)) { try await $0.send("/store") }
        #expect(answer.status == 503)
        #expect(answer.headers[.retryAfter] == "5")
        #expect(!answer.body.contains("hunter2"))
        #expect(house.log.errors == ["a store failed"])
    }

    @Test func `a request that is called off is no unexpected error`() async throws {
        let house = try House()
        let hasBegun = Gate()
        let router = router(house)
        router.get("/long") { _, _ in
            hasBegun.open()
            try await Task.sleep(for: .seconds(3600))
            return "never"
        }
        let answer = try await house.serve(router) { client in
            let request = Task { try await client.send("/long") }
            await hasBegun.pass()
            request.cancel()
            return try await request.value
        }
        #expect(answer.status == 503)
        #expect(house.log.errors == [])
    }

    @Test func `a cancellation that nobody asked for is unexpected`() async throws {
        let house = try House()
        let answer = try await house.serve(router(house)) { try await $0.send("/cancels") }
        #expect(answer.status == 500)
        #expect(house.log.errors == ["an unexpected error ended a request"])
    }

    @Test func `an error of another type says its cause in the log, and nothing to the client`() async throws {
        let house = try House()
        let answer = try await house.serve(router(house)) { try await $0.send("/wrapped") }
        #expect(answer.status == 502)
        #expect(answer.headers[.allow] == "kept")
        #expect(!answer.body.contains("hunter2"))
        #expect(house.log.errors == ["an error ended a request"])
    }

    private struct Wrapped: HTTPResponseError {
        let cause = "password=hunter2"
        let status = HTTPResponse.Status.badGateway

        func response(from request: Request, context: some RequestContext) -> Response {
            Response(status: status, headers: [.allow: "kept"])
        }
    }

    private struct Credentials: Codable {
        let a: Int
    }

    private func router(_ house: House) -> Router<PorteroContext> {
        let router = Router(context: PorteroContext.self)
        router.add(middleware: ErrorPages(.outer, views: nil))
        router.get("/store") { _, _ -> Response in throw StoreError("load", .unavailable, cause: "hunter2") }
        router.add(middleware: SessionMiddleware(house.keeper))
        router.add(middleware: ErrorPages(.inner, views: nil))
        router.get("/fine") { _, _ in "fine" }
        router.get("/cancels") { _, _ -> Response in throw CancellationError() }
        router.get("/wrapped") { _, _ -> Response in throw Wrapped() }
        router.get("/upstream") { _, _ -> Response in throw HTTPParserError.invalidEOFState }
        router.post("/read") { request, _ in String(buffer: try await request.body.collect(upTo: 100)) }
        router.post("/note") { request, context in
            try context.session["noted"] = true
            return String(buffer: try await request.body.collect(upTo: 100))
        }
        router.post("/form") { request, _ in
            var request = request
            return try await FormFields(&request)["a"] ?? "-"
        }
        router.post("/decode") { request, context in
            "\(try await request.decode(as: Credentials.self, context: context).a)"
        }
        router.post("/hummingbird") { request, context in
            "\(try await URLEncodedFormDecoder().decode(Credentials.self, from: request, context: context).a)"
        }
        return router
    }
}
