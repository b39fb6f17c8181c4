import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import ProcessTesting
import StoreTesting
import Testing

@Suite("Error pages") struct ErrorPagesTests {
    private static let view =
        "<%= status %>|<%= title %>|<%= message %>|<% if (locals.requestId) { %><%= requestId %><% } %>|"
        + "<% if (typeof user !== 'undefined') { %><%= user.name %><% } else { %>nobody<% } %>"

    @Test func `a 404 knows who is signed in, and is not cached`() async throws {
        let house = try House()
        try await house.seed(ana)
        let answer = try await ask(house, "/nowhere", cookie: House.cookie(House.id))
        #expect(answer.status == 404)
        #expect(answer.body.hasPrefix("404|Página no encontrada|"))
        #expect(answer.body.hasSuffix("||Ana Pérez"))
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
    }

    @Test func `a 404 is shown to nobody where the store fails`() async throws {
        let house = try House()
        try await house.seed(ana)
        house.store.fail(.load)
        let answer = try await ask(house, "/nowhere", cookie: House.cookie(House.id))
        #expect(answer.status == 404)
        #expect(answer.body.hasSuffix("|nobody"))
    }

    @Test func `an unexpected error is a 500 with the request's id, and its cause stays here`() async throws {
        let house = try House()
        let answer = try await ask(house, "/broken")
        #expect(answer.status == 500)
        #expect(!answer.body.contains("hunter2"))
        let parts = answer.body.split(separator: "|", omittingEmptySubsequences: false)
        try #require(parts.count == 5 && !parts[3].isEmpty)
        let lines = house.log.lines.filter { $0.level == .error }
        #expect(lines.map(\.text) == ["an unexpected error ended a request"])
        #expect(lines.allSatisfy { $0.carried.contains(parts[3]) && $0.details.contains("GET /broken") })
    }

    @Test func `what a thrown 500 says goes into the log, not to the client`() async throws {
        let house = try House()
        for fields in [HTTPFields(), [.accept: "application/json"]] {
            let answer = try await ask(house, "/says", fields)
            #expect(answer.status == 500)
            #expect(!answer.body.contains("hunter2"))
        }
        #expect(house.log.errors == ["an error ended a request", "an error ended a request"])
    }

    @Test func `where Accept prefers JSON the answer is JSON`() async throws {
        let house = try House()
        let json: HTTPFields = [.accept: "application/json"]
        let missing = try await ask(house, "/nowhere", json)
        #expect(missing.body == #"{"error":{"status":404,"message":"Not Found"}}"#)
        #expect(missing.headers[.contentType] == "application/json; charset=utf-8")
        #expect(missing.headers[.cacheControl] == "no-store")
        let said = try await ask(house, "/teapot", json)
        #expect(said.body == #"{"error":{"status":400,"message":"a \"field\" is missing"}}"#)
        let broken = try await ask(house, "/broken", json)
        #expect(broken.body.hasPrefix(#"{"error":{"status":500,"message":"Internal Server Error","requestId":""#))
    }

    @Test func `the error's own fields stand on the page, each value of them`() async throws {
        let answer = try await ask(House(), "/fields")
        #expect(answer.headers[values: .wwwAuthenticate] == ["Basic", "Bearer"])
        #expect(answer.headers[values: .cacheControl] == ["private"])
        #expect(answer.headers[values: .contentType] == ["text/html; charset=utf-8"])
        #expect(answer.headers[.contentLength] == "\(answer.body.utf8.count)")
    }

    @Test func `a body that is too long is a 413 with a page`() async throws {
        let house = try House()
        let form = "a=" + String(repeating: "x", count: 70_000)
        let fields: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        let answer = try await ask(house, "/form", fields, by: .post, body: form)
        #expect(answer.status == 413)
        #expect(answer.body.hasPrefix("413|Envío demasiado grande|"))
    }

    @Test func `an error with a response of its own keeps it`() async throws {
        let answer = try await ask(House(), "/own")
        #expect(answer.status == 409)
        #expect(answer.body == "my own words")
    }

    @Test func `a redirect that was thrown stays one`() async throws {
        let answer = try await ask(House(), "/moved")
        #expect(answer.status == 303)
        #expect(answer.headers[.location] == "/there")
        #expect(answer.body == "")
    }

    @Test func `a HEAD gets no body, and its length (RFC 9110 section 9.3.2)`() async throws {
        let house = try House()
        for path in ["/nowhere", "/teapot", "/broken", "/own"] {
            let get = try await ask(house, path)
            let head = try await ask(house, path, by: .head)
            #expect(head.status == get.status)
            #expect(head.body == "")
            #expect(head.headers[.contentLength] != "0")
        }
    }

    @Test func `a HEAD of nowhere leaves the connection usable`() async throws {
        let house = try House()
        let router = try router(house)
        try await house.serve(router, .live) { client in
            for _ in 0..<3 {
                let head = try await client.send(.head, "/nowhere")
                #expect(head.status == 404)
                let page = try await client.send("/fine")
                #expect(page.body == "fine")
            }
        }
    }

    @Test func `a status with a view of its own gets that, all others the common one`() async throws {
        let views = ["errors/error.ejs": "common", "errors/404.ejs": "<%= status %> of its own"]
        let answer = try await ask(House(), "/nowhere", views: views)
        #expect(answer.body == "404 of its own")
        let other = try await ask(House(), "/teapot", views: views)
        #expect(other.body == "common")
    }

    @Test func `without a view for errors a plain page is shown, and nothing is wrong`() async throws {
        let house = try House()
        let answer = try await ask(house, "/nowhere", views: ["home.ejs": "home"])
        #expect(answer.body.contains("<h1>Página no encontrada</h1>"))
        #expect(house.log.errors == [])
    }

    /// A path, and what the page says of the time.
    static let waits: [(path: String, sentence: String)] = [
        ("/wait/1", "Puede volver a intentarlo dentro de 1 segundo."), ("/wait/0", "-"), ("/wait/-5", "-"),
        ("/wait/119", "Puede volver a intentarlo dentro de 119 segundos."), ("/wait/soon", "-"), ("/nowhere", "-"),
        ("/wait/120", "Puede volver a intentarlo dentro de 2 minutos."), ("/broken", "-"),
        ("/wait/121", "Puede volver a intentarlo dentro de 3 minutos."),
        ("/wait/7201", "Puede volver a intentarlo dentro de 3 horas."),
    ]

    @Test(arguments: waits)
    func `where the error says when to try again, so does the page`(path: String, sentence: String) async throws {
        let answer = try await ask(House(), path, views: ["errors/error.ejs": "<%= locals.wait || '-' %>"])
        #expect(answer.body == sentence)
    }

    @Test func `the page of a 401 knows where people sign in`() async throws {
        let views = ["errors/error.ejs": "<%= locals.signInPath || '-' %>"]
        let answer = try await ask(House(), "/fields", views: views)
        #expect(answer.body == "/auth/signin")
        let other = try await ask(House(), "/nowhere", views: views)
        #expect(other.body == "-")
    }

    @Test func `a 401 without a challenge gets one (RFC 9110 section 15.5.2)`() async throws {
        let answer = try await ask(House(), "/unsigned")
        #expect(answer.status == 401)
        let challenge = #"Cookie form-action="/auth/signin", cookie-name="connect.sid""#
        #expect(answer.headers[values: .wwwAuthenticate] == [challenge])
    }

    @Test func `where the view itself fails, a plain page is shown`() async throws {
        let house = try House()
        let answer = try await ask(house, "/nowhere", views: ["errors/error.ejs": "<%= neverGiven %>"])
        #expect(answer.status == 404)
        #expect(answer.body.contains("<h1>Página no encontrada</h1>"))
        #expect(house.log.errors == ["the error page itself failed"])
    }

    @Test func `without views a plain page is shown, its texts escaped`() async throws {
        let house = try House()
        let texts = ErrorTexts(
            [404: ErrorTexts.Text("<Nada> & nadie", "x < y")], other: ErrorTexts.Text("", ""), language: "es"
        ) { "in \($0)" }
        let router = Router(context: PorteroContext.self)
        router.add(middleware: ErrorPages(.outer, views: nil, texts: texts))
        let answer = try await house.serve(router) { try await $0.send("/nowhere") }
        #expect(answer.body.contains("<h1>&lt;Nada> &amp; nadie</h1><p>x &lt; y</p>"))
    }

    private struct Unforeseen: Error, CustomStringConvertible {
        let description = "password=hunter2"
    }

    private struct OwnWords: HTTPResponseError {
        let status = HTTPResponse.Status.conflict

        func response(from request: Request, context: some RequestContext) -> Response {
            Response(status: status, body: ResponseBody(byteBuffer: ByteBuffer(string: "my own words")))
        }
    }

    private func router(
        _ house: House, views: [String: String] = ["errors/error.ejs": view]
    ) throws -> Router<PorteroContext> {
        let folder = try TemporaryFolder(views)
        let router = house.router(views: try Views(folder: folder.path))
        router.get("/fine") { _, _ in "fine" }
        router.get("/broken") { _, _ -> Response in throw Unforeseen() }
        router.get("/says") { _, _ -> Response in
            throw HTTPError(.internalServerError, message: "password=hunter2")
        }
        router.get("/teapot") { _, _ -> Response in
            throw HTTPError(.badRequest, message: #"a "field" is missing"#)
        }
        router.get("/unsigned") { _, _ -> Response in throw HTTPError(.unauthorized) }
        router.get("/wait/:time") { _, context -> Response in
            throw HTTPError(.tooManyRequests, headers: [.retryAfter: try context.parameter("time")])
        }
        router.get("/own") { _, _ -> Response in throw OwnWords() }
        router.get("/moved") { _, _ -> Response in throw HTTPError(.seeOther, headers: [.location: "/there"]) }
        router.get("/fields") { _, _ -> Response in
            let fields = HTTPFields.of(
                ("WWW-Authenticate", "Basic"), ("WWW-Authenticate", "Bearer"), ("Cache-Control", "private"),
                ("Content-Type", "text/plain"), ("Content-Length", "3"))
            throw HTTPError(.unauthorized, headers: fields)
        }
        router.post("/form") { request, _ in
            var request = request
            _ = try await FormFields(&request)
            return "sent"
        }
        return router
    }

    private func ask(
        _ house: House, _ path: String, cookie: String? = nil, _ fields: HTTPFields = [:],
        by method: HTTPRequest.Method = .get, body: String? = nil,
        views: [String: String] = ["errors/error.ejs": view]
    ) async throws -> Received {
        try await house.serve(router(house, views: views)) {
            try await $0.send(method, path, cookie: cookie, fields, body: body)
        }
    }
}
