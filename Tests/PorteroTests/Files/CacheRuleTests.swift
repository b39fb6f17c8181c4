import HTTPTypes
import Portero
import Testing

@Suite("A file may be cached") struct CacheRuleTests {
    @Test(arguments: [
        "app.3f2a9c1b.css", "app-3f2a9c1b.js", "app.3F2A9C1B.css", "app.0123456789abcdef0123.js",
        "sub/app.3f2a9c1b.css", "app.3f2a9c1b.min.css", "app.3f2a9c1b.css.map",
        "a-b-c.d-3f2a9c1b.js", "chunk-00000a00.js",
    ])
    func `for a year, where its name carries a fingerprint`(name: String) async throws {
        let answer = try await FileHouse([name: "x"]).ask("/" + name)
        #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable")
    }

    @Test(arguments: [
        "app.css", "app.3f2a9c1.css", "app.20260102.css", "report-20260102.pdf", "app.3f2a9c1g.css", "3f2a9c1b.css",
        "app.3f2a9c1b", "app3f2a9c1b.css", "app.defacade.css", "app_3f2a9c1b.css", "jquery-3.7.1.min.js",
        "dir.3f2a9c1b.d/app.css", "index-BkD9f2a1.js", "app.3f2a9c1b\u{301}.css",
    ])
    func `but is asked for anew each time, where it does not`(name: String) async throws {
        let path = name.replacing("\u{301}", with: "%CC%81")
        let answer = try await FileHouse([name: "x"]).ask("/" + path)
        #expect(answer.status == 200)
        #expect(answer.headers[.cacheControl] == "public, max-age=0, must-revalidate")
    }
}
