import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("The access log") struct AccessLogTests {
    private struct Unforeseen: Error {}

    /// A client's visits, and the lines that they leave.
    private func visit(
        _ format: LogFormat = .json, client: ClientMiddleware<PorteroContext> = .init(), hasErrorPages: Bool = true,
        _ setting: TestingSetup = .router, house: House? = nil,
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws -> [String] {
        let house = try house ?? House()
        let log = WrittenLog()
        let writer = LogWriter(format, clock: house.clock, write: log.write)
        let router = Router(context: PorteroContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: client)
        router.add(middleware: AccessLog(writer))
        if hasErrorPages { router.add(middleware: ErrorPages(.outer, views: nil)) }
        router.add(middleware: SessionMiddleware(house.keeper))
        addRoutes(to: router)
        router.refuseOtherMethods()
        try await house.serve(router, setting, body)
        writer.flush()
        return log.lines
    }

    private func addRoutes(to router: Router<PorteroContext>) {
        router.get("/users/:id") { _, _ in "a user" }
        router.get("/broken") { _, _ -> Response in throw Unforeseen() }
        router.get("/stream") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "one"))
                    try await writer.write(contentsOf: [ByteBuffer(string: "two"), ByteBuffer(string: "three")])
                    try await writer.finish(nil)
                })
        }
        router.get("/breaks") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "one"))
                    throw Unforeseen()
                })
        }
    }

    @Test func `has one line a request, in text`() async throws {
        let house = try House()
        let lines = try await visit(.text, house: house) { client async throws in
            _ = try await client.send("/users/7")
            _ = try await client.send(.head, "/users/7")
            _ = try await client.send(.head, "/stream")
        }
        try #require(lines.count == 3)
        let line = #/(\S+) GET /users/7 200 bytes=6 ms=\d+\.\d{3} route=/users/{id} hb\.request\.id=[0-9a-f]{16,32}/#
        let match = try #require(lines[0].wholeMatch(of: line))
        #expect(match.1 == house.clock.now().iso8601)
        #expect(lines[1].contains(" HEAD /users/7 200 bytes=0 "))
        #expect(lines[2].contains(" HEAD /stream 200 bytes=0 ") && !lines[2].contains("broken"))
    }

    @Test func `says the same in JSON, and the client as a trusted proxy tells it`() async throws {
        let client = ClientMiddleware<PorteroContext>(behind: try TrustedProxies("loopback"))
        let lines = try await visit(client: client, .live) { client async throws in
            _ = try await client.send("/users/7", .of(("X-Forwarded-For", "203.0.113.9")))
        }
        let line = try LoggedAccess(#require(lines.first))
        #expect(line.method == "GET" && line.path == "/users/7" && line.status == 200 && line.bytes == 6)
        #expect(line.route == "/users/{id}" && line.client == "203.0.113.9" && line.broken == nil)
        #expect(line.id?.isEmpty == false && line.ms >= 0)
    }

    @Test func `carries the id that the page shows`() async throws {
        let lines = try await visit { client async throws in
            let page = try await client.send("/broken", [.accept: "application/json"])
            #expect(page.body.contains("requestId"))
        }
        let line = try LoggedAccess(#require(lines.first))
        #expect(line.status == 500 && line.bytes > 0 && line.route == "/broken")
    }

    /// What a client asks for, and the path that the line shows.
    static let targets: [(target: String, path: String)] = [
        ("/users/7?code=hunter2&return=/hunter2", "/users/7"), ("/users/7#hunter2", "/users/7"), ("/?hunter2", "/"),
        ("http://ana:hunter2@localhost/users/7?x", "/users/7"), ("http://ana:hunter2@localhost", ""),
        ("/a\n2026-01-02 GET /forged 200", "/a\n2026-01-02 GET /forged 200"), ("/a\u{1B}[2J", "/a\u{1B}[2J"),
        ("/a\" 200 status=\"200", "/a\" 200 status=\"200"), ("*", "*"), ("", ""),
    ]

    @Test(arguments: targets)
    func `shows no query and no password, and a path that cannot forge a line`(target: String, path: String) throws {
        for format in [LogFormat.text, .json] {
            var lines = LogLines(format)
            AccessRecord(method: "GET", target: target, status: 200).write(to: &lines, at: .epoch)
            let line = String(decoding: lines.bytes, as: UTF8.self)
            #expect(line.split(separator: "\n").count == 1 && !line.contains("hunter2") && !line.contains("\u{1B}"))
            if format == .json { #expect(try LoggedAccess(line).path == path) }
        }
    }

    @Test func `shows no cookie`() async throws {
        let lines = try await visit { client async throws in
            _ = try await client.send("/users/7?code=hunter2", cookie: House.cookie(House.id))
        }
        #expect(lines.count == 1)
        #expect(!lines[0].contains("hunter2") && !lines[0].contains(House.id.text))
    }

    @Test func `knows the route's pattern also where the method is refused, and of none where there is none`()
        async throws
    {
        let lines = try await visit { client async throws in
            _ = try await client.send(.delete, "/users/7")
            _ = try await client.send("/nowhere")
        }
        let refused = try LoggedAccess(lines[0])
        #expect(refused.status == 405 && refused.route == "/users/{id}")
        let missing = try LoggedAccess(lines[1])
        #expect(missing.status == 404 && missing.route == nil)
    }

    @Test(arguments: [("/broken", 500), ("/nowhere", 404)])
    func `lets thrown errors pass, and tells their status`(path: String, status: Int) async throws {
        let lines = try await visit(hasErrorPages: false) { client async throws in
            let answer = try await client.send(path)
            #expect(answer.status == status && answer.body == "")
        }
        #expect(try LoggedAccess(#require(lines.first)).status == status)
    }

    @Test func `counts a streamed body`() async throws {
        let lines = try await visit { client async throws in
            let answer = try await client.send("/stream")
            #expect(answer.body == "onetwothree")
            #expect(answer.headers[.contentLength] == nil)
        }
        let line = try LoggedAccess(#require(lines.first))
        #expect(line.bytes == 11 && line.broken == nil && line.route == "/stream")
    }

    @Test func `tells of a streamed body that breaks off`() async throws {
        let lines = try await visit { client async throws in
            await #expect(throws: Unforeseen.self) { _ = try await client.send("/breaks") }
        }
        let line = try LoggedAccess(#require(lines.first))
        #expect(lines.count == 1)
        #expect(line.bytes == 3 && line.broken == true && line.status == 200)
    }

    @Test func `leaves a body of known length as it is, and its length told`() async throws {
        _ = try await visit(.json, .live) { client async throws in
            let answer = try await client.send("/users/7")
            #expect(answer.headers[.contentLength] == "6")
        }
    }
}
