import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("Each status, for each client") struct StatusTableTests {
    private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

    /// A browser, `fetch` and curl, and a client of an API.
    static let accepts: [(accept: String?, isJSON: Bool)] = [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false), ("*/*", false), (nil, false),
        ("application/json", true), ("application/json, text/plain, */*", true),
    ]

    @Test(arguments: StatusRow.all, accepts)
    func `is a page with its title or JSON, with its fields, and tells nothing of the inside`(
        row: StatusRow, client: (accept: String?, isJSON: Bool)
    ) async throws {
        let answer = try await ask(row, client.accept)
        #expect(answer.status == row.status.code)
        #expect(answer.headers[.contentType] == (client.isJSON ? "application/json" : "text/html") + "; charset=utf-8")
        for name in row.carries { #expect(answer.headers[name]?.isEmpty == false, "\(name)") }
        if client.isJSON {
            try isError(answer, of: row)
        } else {
            isPage(answer, of: row)
        }
        for word in ["hunter2", "Error(", "StoreError", ".swift"] { #expect(!answer.body.contains(word)) }
        #expect(answer.headers[.cacheControl].map { $0 == "no-store" || $0 == "private, no-cache" } == true)
        #expect(answer.headers[.contentSecurityPolicy]?.contains("default-src 'self'") == true)
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(answer.headers.contains { $0.name.canonicalName == "referrer-policy" })
    }

    private func isPage(_ answer: Received, of row: StatusRow) {
        let text = ErrorTexts.spanish[row.status.code]
        #expect(answer.body.contains("<h1>\(text.title)</h1>"))
        #expect(answer.body.contains(#"<p class="lead">\#(text.message)</p>"#))
        #expect(answer.body.contains("Volver al inicio") && answer.body.contains(#"<html lang="es">"#))
        #expect(answer.body.contains("indique esta referencia") == (row.status.code >= 500))
        #expect(answer.body.contains("dentro de") == (answer.headers[.retryAfter] != nil))
    }

    private struct ErrorAnswer: Decodable {
        struct Content: Decodable {
            let status: Int
            let message: String
            let requestId: String?
        }

        let error: Content
    }

    private func isError(_ answer: Received, of row: StatusRow) throws {
        let error = try JSONDecoder().decode(ErrorAnswer.self, from: Data(answer.body.utf8)).error
        #expect(error.status == row.status.code)
        #expect(!error.message.isEmpty)
        #expect((error.requestId != nil) == (row.status.code >= 500))
    }

    @Test func `stands in the documentation's table`() throws {
        let page = Self.root.appending(path: "Sources/Portero/Documentation.docc/Errors.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let table = StatusRow.all.sorted { $0.status.code < $1.status.code }.map { row in
            let fields = row.carries.map { "`\($0)`" }.joined(separator: ", ")
            let title = ErrorTexts.spanish[row.status.code].title
            return "| \(row.status.code) | \(row.cause) | \(title) | \(fields.isEmpty ? "–" : fields) |\n"
        }.joined()
        #expect(text.contains(table), "expected in Errors.md:\n\(table)")
    }

    private struct Unforeseen: Error {
        let password = "hunter2"
    }

    private struct Form: Decodable {}

    private func ask(_ row: StatusRow, _ accept: String?) async throws -> Received {
        let house = try House()
        try await house.seed(ana)
        if row.status == .serviceUnavailable { house.store.fail(.load) }
        let router = try router(house)
        return try await house.serve(router) { client in
            var headers = row.headers
            headers[.accept] = accept
            let cookie = row.cookie == nil ? nil : try House.cookie(House.id)
            return try await client.send(row.method, row.path, cookie: cookie, headers, body: row.body)
        }
    }

    private func router(_ house: House) throws -> Router<PorteroContext> {
        let views = try Views(folder: Self.root.appending(path: "Views").path)
        let router = Router(context: PorteroContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorPages(.outer, views: views))
        router.add(middleware: CrossOriginGuard())
        router.add(middleware: SessionMiddleware(house.keeper))
        router.add(middleware: AuthFlagMiddleware())
        router.add(middleware: ErrorPages(.inner, views: views))
        router.addWho()
        router.get("/throw/:status") { _, context -> Response in
            throw StatusRow.error(try context.parameter("status", as: Int.self))
        }
        router.get("/unexpected") { _, _ -> Response in throw Unforeseen() }
        router.get("/query") { request, _ in try request.queryFields["a"] ?? "-" }
        router.post("/form") { request, _ in
            var request = request
            return try await FormFields(&request)["a"] ?? "-"
        }
        router.post("/decode") { request, context in
            _ = try await request.decode(as: Form.self, context: context)
            return "decoded"
        }
        router.refuseOtherMethods()
        return router
    }
}
