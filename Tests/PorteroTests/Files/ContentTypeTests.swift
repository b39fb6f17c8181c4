import HTTPTypes
import Testing

@testable import Portero

@Suite("A file's name tells its type") struct ContentTypeTests {
    static let rows: [(name: String, type: String)] = [
        ("a.html", "text/html; charset=utf-8"), ("a.htm", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"), ("a.js", "text/javascript; charset=utf-8"),
        ("a.mjs", "text/javascript; charset=utf-8"), ("a.json", "application/json"), ("a.map", "application/json"),
        ("a.js.map", "application/json"), ("a.txt", "text/plain; charset=utf-8"),
        ("a.md", "text/markdown; charset=utf-8"), ("a.xml", "application/xml"), ("a.svg", "image/svg+xml"),
        ("a.png", "image/png"), ("a.jpg", "image/jpeg"), ("a.jpeg", "image/jpeg"), ("a.gif", "image/gif"),
        ("a.webp", "image/webp"), ("a.avif", "image/avif"), ("favicon.ico", "image/x-icon"), ("a.woff", "font/woff"),
        ("a.woff2", "font/woff2"), ("a.ttf", "font/ttf"), ("a.otf", "font/otf"), ("a.pdf", "application/pdf"),
        ("a.wasm", "application/wasm"), ("site.webmanifest", "application/manifest+json"), ("a.mp4", "video/mp4"),
        ("a.webm", "video/webm"), ("a.mp3", "audio/mpeg"), ("a.ogg", "audio/ogg"), ("a.wav", "audio/wav"),
        ("a.zip", "application/zip"), ("a.csv", "text/csv; charset=utf-8"), ("a.tar.gz", "application/gzip"),
        ("A.CSS", "text/css; charset=utf-8"), ("a.PnG", "image/png"), ("sub.d/a.min.css", "text/css; charset=utf-8"),
        ("a.unknown", "application/octet-stream"), ("README", "application/octet-stream"),
        ("css", "application/octet-stream"), ("sub.css/README", "application/octet-stream"),
        ("a.", "application/octet-stream"), ("a.css.br", "application/octet-stream"),
        ("a.css ", "application/octet-stream"),
    ]

    @Test(arguments: rows)
    func `by its ending, in any case`(name: String, type: String) {
        #expect(contentType(of: name) == type)
    }

    @Test func `and the answer says so`() async throws {
        let files = try FileHouse(["a.css": "", "b": ""])
        let css = try await files.ask("/a.css")
        #expect(css.headers[.contentType] == "text/css; charset=utf-8")
        let other = try await files.ask("/b")
        #expect(other.headers[.contentType] == "application/octet-stream")
    }
}
