import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import ProcessTesting
import StoreTesting
import Testing

@Suite("Public files") struct PublicFilesTests {
    private static let files = [
        "style.css": "body { color: red }", "sub/icon.svg": "<svg/>", "café.txt": "solo", "a b.txt": "blank",
        "README": "plain", "100%.txt": "percent", "%41.txt": "encoded", "empty.txt": "", "a+b&c.txt": "signs",
    ]

    /// A path, and what the file there holds.
    static let served: [(path: String, body: String)] = [
        ("/style.css", "body { color: red }"), ("/style.css?v=1", "body { color: red }"),
        ("/style.css?", "body { color: red }"), ("/style.css?a=/../x", "body { color: red }"),
        ("/sub/icon.svg", "<svg/>"), ("/caf%C3%A9.txt", "solo"), ("/caf%c3%a9.txt", "solo"), ("/a%20b.txt", "blank"),
        ("/%73tyle.css", "body { color: red }"), ("/README", "plain"), ("/100%25.txt", "percent"),
        ("/%2541.txt", "encoded"), ("/empty.txt", ""), ("/a+b&c.txt", "signs"), ("/a%2Bb%26c.txt", "signs"),
    ]

    @Test(arguments: served, FileHouse.memories.indices)
    func `are served, from memory and from disk`(row: (path: String, body: String), memory: Int) async throws {
        let files = try FileHouse(Self.files, memory: FileHouse.memories[memory])
        let answer = try await files.ask(row.path)
        #expect(answer.status == 200)
        #expect(answer.body == row.body)
        #expect(answer.headers[.contentLength] == "\(row.body.utf8.count)")
        #expect(answer.headers[.acceptRanges] == "bytes")
        #expect(answer.headers[.vary] == nil)
        #expect(answer.headers[.contentEncoding] == nil)
    }

    @Test(arguments: FileHouse.memories.indices)
    func `answer a HEAD with the fields of a GET, without the body`(memory: Int) async throws {
        let files = try FileHouse(Self.files, memory: FileHouse.memories[memory])
        try await files.serve { client in
            let get = try await client.send("/style.css")
            let head = try await client.send(.head, "/style.css")
            #expect(head.status == 200)
            #expect(head.body == "")
            #expect(head.headers == get.headers)
        }
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .delete, .patch, .options], ["/style.css", "/", "/sub"])
    func `are a 405 by any other method`(method: HTTPRequest.Method, path: String) async throws {
        let files = try FileHouse(["style.css": "x", "index.html": "x", "sub/index.html": "x"])
        let answer = try await files.ask(path, by: method)
        #expect(answer.status == 405)
        #expect(answer.headers[.allow] == "GET, HEAD")
    }

    @Test func `leave other methods to the routes`() async throws {
        let files = try FileHouse(Self.files)
        let router = try files.router()
        router.post("/style.css") { _, _ in "posted" }
        router.put("/style.css") { _, _ -> Response in throw HTTPError(.conflict) }
        try await files.house.serve(router) { client in
            let posted = try await client.send(.post, "/style.css")
            #expect(posted.body == "posted")
            let put = try await client.send(.put, "/style.css")
            #expect(put.status == 409)
            let unknown = try await client.send(.post, "/nowhere.css")
            #expect(unknown.status == 404)
        }
    }

    @Test func `are a 405 page in a whole pipeline, which keeps the session's cookie`() async throws {
        struct NotFound: RouterMiddleware {
            func handle(
                _ request: Request, context: PorteroContext,
                next: @concurrent (Request, PorteroContext) async throws -> Response
            ) async throws -> Response {
                Response(status: .notFound, headers: [.setCookie: "connect.sid=x", .eTag: "\"404\""])
            }
        }
        let files = try FileHouse(Self.files)
        let router = Router(context: PorteroContext.self)
        router.add(middleware: ErrorPages(.outer, views: nil))
        router.add(middleware: try PublicFiles(folder: files.folder.path))
        router.add(middleware: NotFound())
        let answer = try await files.house.serve(router) { try await $0.send(.post, "/style.css") }
        #expect(answer.status == 405)
        #expect(answer.body.contains("<title>"))
        #expect(answer.headers[.allow] == "GET, HEAD")
        #expect(answer.setCookies == ["connect.sid=x"])
        #expect(answer.headers[.eTag] == nil)
    }

    @Test func `ask for no session, and no store (promise 6)`() async throws {
        let house = try House()
        try await house.seed(ana)
        house.store.fail(.load)
        let folder = try TemporaryFolder(Self.files)
        let router = Router(context: PorteroContext.self)
        router.add(middleware: try PublicFiles(folder: folder.path))
        router.add(middleware: SessionMiddleware(house.keeper))
        let answer = try await house.serve(router) { try await $0.send("/style.css", cookie: House.cookie(House.id)) }
        #expect(answer.status == 200)
        #expect(answer.setCookies == [])
        #expect(house.store.calls == [])
    }

    @Test func `are none where there is no folder`() async throws {
        let house = try House()
        let router = Router(context: PorteroContext.self)
        router.add(middleware: try PublicFiles(folder: "/nowhere/\(ManualClock.start)"))
        let answer = try await house.serve(router) { try await $0.send("/style.css") }
        #expect(answer.status == 404)
    }

    @Test func `keep a live connection in step after answers without a body`() async throws {
        let files = try FileHouse(Self.files)
        try await files.serve(.live) { client in
            for _ in 0..<2 {
                let head = try await client.send(.head, "/style.css")
                #expect(head.status == 200)
                #expect(head.headers[.contentLength] == "19")
                let unchanged = try await client.send("/style.css", [.ifNoneMatch: "*"])
                #expect(unchanged.status == 304)
                #expect(unchanged.headers[.contentLength] == nil)
                let part = try await client.send("/style.css", [.range: "bytes=0-3"])
                #expect(part.body == "body")
                let page = try await client.send("/style.css")
                #expect(page.body == "body { color: red }")
            }
        }
    }
}
