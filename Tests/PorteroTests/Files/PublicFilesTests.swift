import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("Public files") struct PublicFilesTests {
    private static let files = [
        "style.css": "body { color: red }", "sub/icon.svg": "<svg/>", "café.txt": "solo", "a b.txt": "blank",
        ".env": "SECRET=1", ".git/config": "x", "sub/.hidden": "x", "README": "plain", "100%.txt": "percent",
    ]

    /// A path, and the type of the file there.
    static let served: [(path: String, type: String)] = [
        ("/style.css", "text/css; charset=utf-8"), ("/style.css?v=1", "text/css; charset=utf-8"),
        ("/sub/icon.svg", "image/svg+xml"), ("/caf%C3%A9.txt", "text/plain; charset=utf-8"),
        ("/a%20b.txt", "text/plain; charset=utf-8"), ("/%73tyle.css", "text/css; charset=utf-8"),
        ("/README", "application/octet-stream"), ("/100%25.txt", "text/plain; charset=utf-8"),
    ]

    @Test(arguments: served)
    func `are served with their type, entity tag and length`(path: String, type: String) async throws {
        let answer = try await ask(path)
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == type)
        #expect(answer.headers[.contentLength] == "\(answer.body.utf8.count)")
        #expect(answer.headers[.cacheControl] == "public, max-age=0, must-revalidate")
        #expect(answer.headers[.eTag]?.hasPrefix("\"") == true)
    }

    @Test(arguments: [
        "/", "/sub", "/sub/", "/.env", "/%2Eenv", "/.git/config", "/sub/.hidden", "/outside.txt", "/outside/secret.txt",
        "/inside.css", "/../secret.txt", "/..%2Fsecret.txt", "/%2e%2e/secret.txt", "/sub/../style.css",
        "/sub/%2e%2e/style.css", "/..%5Csecret.txt", "/%252e%252e/secret.txt", "//style.css", "/style.css/",
        "/style.css%00", "/style.css%00.txt", "/STYLE.CSS", "/%", "/%zz", "/%C3", "/100%.txt%", "/etc/passwd",
        "style.css",
    ])
    func `are nothing but what was indexed: no dotfile, no link, no way out (A4-3.1.1)`(path: String) async throws {
        let outside = try TemporaryFolder(["secret.txt": "secret"])
        let folder = try TemporaryFolder(Self.files)
        try folder.link("outside.txt", to: outside.path + "/secret.txt")
        try folder.link("outside", to: outside.path)
        try folder.link("inside.css", to: folder.path + "/style.css")
        let answer = try await ask(path, in: folder)
        #expect(answer.status == 404)
        #expect(!answer.body.contains("secret"))
    }

    @Test func `answer a HEAD like a GET, without the body`() async throws {
        let get = try await ask("/style.css")
        let head = try await ask("/style.css", by: .head)
        #expect(head.status == 200)
        #expect(head.body == "")
        for name in [HTTPField.Name.contentLength, .contentType, .eTag, .cacheControl] {
            #expect(head.headers[name] == get.headers[name])
        }
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .delete, .options])
    func `answer no other method`(method: HTTPRequest.Method) async throws {
        let answer = try await ask("/style.css", by: method)
        #expect(answer.status == 404)
    }

    /// What stands for the file's own tag below.
    private static let own = "OWN"

    @Test(arguments: [
        (["OWN"], 304), (["W/OWN"], 304), (["*"], 304), ([#""a", OWN"#], 304), ([#""a",OWN,"b""#], 304),
        ([#""a""#, "OWN"], 304), (["  OWN\t"], 304), ([#""a""#], 200), ([""], 200), ([#"W/"a""#], 200), (["own"], 200),
        ([#""*""#], 200), (["w/OWN"], 200),
    ])
    func `are not sent again to who has them (RFC 9110 section 13.1.2)`(
        conditions: [String], status: Int
    ) async throws {
        let folder = try TemporaryFolder(Self.files)
        let get = try await ask("/style.css", in: folder)
        let tag = try #require(get.headers[.eTag])
        var fields = HTTPFields()
        fields[values: .ifNoneMatch] = conditions.map { $0.replacing(Self.own, with: tag) }
        for method in [HTTPRequest.Method.get, .head] {
            let answer = try await ask("/style.css", by: method, fields, in: folder)
            #expect(answer.status == status)
            #expect(answer.headers[.eTag] == tag)
            #expect(answer.headers[.contentLength] == get.headers[.contentLength])
            if status == 304 { #expect(answer.body == "") }
        }
    }

    @Test func `ask for no session, and no store (promise 6)`() async throws {
        let house = try House()
        try await house.seed(ana)
        house.store.fail(.load)
        let folder = try TemporaryFolder(Self.files)
        let answer = try await ask("/style.css", [.cookie: House.cookie(House.id)], in: folder, of: house)
        #expect(answer.status == 200)
        #expect(answer.setCookies == [])
        #expect(house.store.calls == [])
    }

    @Test func `are read once in production`() async throws {
        let folder = try TemporaryFolder(Self.files)
        let router = try router(House(), folder)
        try await House().serve(router) { client in
            try folder.write("style.css", "changed and longer")
            try folder.write("new.css", "new")
            let old = try await client.send("/style.css")
            #expect(old.body == "body { color: red }")
            let new = try await client.send("/new.css")
            #expect(new.status == 404)
        }
    }

    @Test func `are read anew in development when they change`() async throws {
        let folder = try TemporaryFolder(Self.files)
        let router = try router(House(), folder, reloads: true)
        try await House().serve(router) { client in
            let before = try await client.send("/style.css")
            try folder.write("style.css", "changed and longer")
            try folder.write("new.css", "new")
            let changed = try await client.send("/style.css")
            #expect(changed.body == "changed and longer")
            #expect(changed.headers[.eTag] != before.headers[.eTag])
            let new = try await client.send("/new.css")
            #expect(new.body == "new")
            try folder.remove("new.css")
            let gone = try await client.send("/new.css")
            #expect(gone.status == 404)
        }
    }

    @Test func `keep a live connection in step after HEAD and 304`() async throws {
        let house = try House()
        let folder = try TemporaryFolder(Self.files)
        try await house.serve(router(house, folder), .live) { client in
            for _ in 0..<2 {
                let head = try await client.send(.head, "/style.css")
                #expect(head.status == 200)
                let unchanged = try await client.send("/style.css", [.ifNoneMatch: "*"])
                #expect(unchanged.status == 304)
                let page = try await client.send("/style.css")
                #expect(page.body == "body { color: red }")
            }
        }
    }

    private func ask(
        _ path: String, by method: HTTPRequest.Method = .get, _ fields: HTTPFields = [:],
        in folder: TemporaryFolder? = nil, of house: House? = nil
    ) async throws -> Received {
        let folder = try folder ?? TemporaryFolder(Self.files)
        let house = try house ?? House()
        return try await house.serve(router(house, folder)) { try await $0.send(method, path, fields) }
    }

    private func router(
        _ house: House, _ folder: TemporaryFolder, reloads: Bool = false
    ) throws -> Router<PorteroContext> {
        let router = Router(context: PorteroContext.self)
        router.add(middleware: try PublicFiles(folder: folder.path, reloads: reloads))
        router.add(middleware: SessionMiddleware(house.keeper))
        return router
    }
}
