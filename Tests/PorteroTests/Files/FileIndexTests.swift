import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import ProcessTesting
import Testing

@Suite("Public files are those of the index, by their exact paths") struct FileIndexTests {
    private static let files = [
        "style.css": "body", "sub/icon.svg": "<svg/>", "100%.txt": "percent", ".env": "secret", ".git/config": "secret",
        "sub/.hidden": "secret", "sub/.well-known/x.txt": "secret", ".well-known/security.txt": "Contact: x",
        ".well-known/.hidden": "secret", ".well-known/.git/config": "secret", "back\\slash.txt": "backslash",
    ]

    @Test(arguments: [
        "/.env", "/%2Eenv", "/%2eenv", "/.git/config", "/%2Egit/config", "/sub/.hidden", "/sub/%2Ehidden",
        "/sub/.well-known/x.txt", "/.well-known/.hidden", "/.well-known/.git/config", "/.well-known", "/.well-known/",
        "/outside.txt", "/outside/secret.txt", "/inside.css", "/inside/icon.svg",
        "/../secret.txt", "/..%2Fsecret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt", "/.%2e/secret.txt",
        "/%252e%252e/secret.txt", "/..%5Csecret.txt", "/..%5csecret.txt", "/..\\secret.txt", "/..%c0%afsecret.txt",
        "/..;/secret.txt", "/sub/../style.css", "/sub/%2e%2e/style.css", "/./style.css", "/sub/./icon.svg",
        "/sub%2Ficon.svg", "/sub%2ficon.svg", "/%2Fstyle.css", "//style.css", "/sub//icon.svg", "///style.css",
        "/style.css/", "/style.css%00", "/style.css%00.txt", "/%00", "/STYLE.CSS", "/Style.css", "/SUB/icon.svg",
        "/style.css%20", "/style.css.", "/style.css::$DATA", "/style.css%3Fv=2", "/style.css%23",
        "/%", "/%2", "/%zz", "/%C3", "/100%.txt", "/100%.txt%", "/etc/passwd", "/", "/sub", "/sub/", "style.css", "*",
    ])
    func `so that there is no dotfile, no link, and no way out (A4-3.1.1)`(path: String) async throws {
        let outside = try TemporaryFolder(["secret.txt": "secret"])
        let files = try FileHouse(Self.files)
        try files.folder.link("outside.txt", to: outside.path + "/secret.txt")
        try files.folder.link("outside", to: outside.path)
        try files.folder.link("inside.css", to: files.folder.path + "/style.css")
        try files.folder.link("inside", to: files.folder.path + "/sub")
        let answer = try await files.ask(path)
        #expect(answer.status == 404)
        #expect(answer.headers[.location] == nil)
        #expect(!answer.body.contains("secret"))
    }

    @Test func `and the folder .well-known is in it (RFC 8615)`() async throws {
        let answer = try await FileHouse(Self.files).ask("/.well-known/security.txt")
        #expect(answer.status == 200)
        #expect(answer.body == "Contact: x")
    }

    @Test func `but a file of the name .well-known is not`() async throws {
        let answer = try await FileHouse([".well-known": "secret"]).ask("/.well-known")
        #expect(answer.status == 404)
    }

    @Test func `also where the folder itself is a link, as of a deployment`() async throws {
        let files = try FileHouse(["release/style.css": "body"])
        try files.folder.link("current", to: files.folder.path + "/release")
        let router = Router(context: PorteroContext.self)
        router.add(middleware: try PublicFiles(folder: files.folder.path + "/current"))
        let answer = try await files.house.serve(router) { try await $0.send("/style.css") }
        #expect(answer.body == "body")
    }

    @Test func `and a backslash in a name is a letter like any other`() async throws {
        let answer = try await FileHouse(Self.files).ask("/back%5Cslash.txt")
        #expect(answer.body == "backslash")
    }

    @Test(arguments: [("/", "home"), ("/index.html", "home"), ("/docs/", "docs"), ("/docs/index.html", "docs")])
    func `and index.html is what its folder shows`(path: String, body: String) async throws {
        let files = try FileHouse(["index.html": "home", "docs/index.html": "docs"])
        let answer = try await files.ask(path)
        #expect(answer.status == 200)
        #expect(answer.body == body)
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
    }

    /// A path that names a folder without its slash, and where that leads.
    static let folders: [(path: String, location: String)] = [
        ("/docs", "/docs/"), ("/docs?a=b&c=%2F", "/docs/?a=b&c=%2F"), ("/docs/deep", "/docs/deep/"),
        ("/d%6Fcs", "/docs/"), ("/caf%C3%A9%20%22", "/caf%C3%A9%20%22/"), ("/%5Cevil.com", "/%5Cevil.com/"),
        ("/docs?//evil.com", "/docs/?//evil.com"), ("/%250d%250aX", "/%250d%250aX/"), ("/a:b@c", "/a%3Ab%40c/"),
    ]

    @Test(arguments: folders)
    func `and a folder without its slash redirects to itself, on this host`(
        path: String, location: String
    ) async throws {
        let files = try FileHouse([
            "docs/index.html": "", "docs/deep/index.html": "", "café \"/index.html": "", "\\evil.com/index.html": "",
            "%0d%0aX/index.html": "", "a:b@c/index.html": "",
        ])
        for method in [HTTPRequest.Method.get, .head] {
            let answer = try await files.ask(path, by: method)
            #expect(answer.status == 301)
            #expect(answer.headers[.location] == location)
            #expect(answer.headers[.cacheControl] == "public, max-age=0, must-revalidate")
            #expect(answer.body == "")
        }
    }

    @Test(arguments: ["//docs", "///docs", "//docs/", "/docs//", "//evil.com/docs", "/docs/..", "/docs%2F"])
    func `and no other path redirects`(path: String) async throws {
        let files = try FileHouse(["docs/index.html": "docs", "evil.com/index.html": "x"])
        let answer = try await files.ask(path)
        #expect(answer.status == 404)
        #expect(answer.headers[.location] == nil)
    }
}
