import Foundation
import Portero
import ProcessTesting
import Testing

/// The error pages in a real browser.
@Suite struct ErrorPageTests {
    private static let statuses = [
        400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 414, 415, 416, 417, 422, 429, 431, 500, 501, 503,
    ]

    @Test(.timeLimit(.minutes(5)))
    func `each fits on the smallest screen, and leads back`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "portero-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // What is left there does no harm.
        let pages = folder.appending(path: "public")
        try FileManager.default.copyItem(at: URL(filePath: PorteroProcess.repository("Public")), to: pages)
        let portero = try PorteroProcess(in: folder)
        try await portero.addUser("ana", name: "Ana", usrID: "42", password: Journey.password)
        for status in Self.statuses { try await render(status, by: portero, into: pages) }
        let log = folder.appending(path: "chromedriver.log")
        try await finishing(with: portero.stop) {
            try await portero.start(public: pages.path)
            try await Chromium.open(log: log) { browser in
                for status in Self.statuses { try await look(at: status, in: browser, of: portero) }
                try await leadsBack(browser, portero)
            }
        }
    }

    /// The page as `ErrorPages` renders it, with all that can stand on it, as a file.
    private func render(_ status: Int, by portero: PorteroProcess, into folder: URL) async throws {
        let text = ErrorTexts.spanish[status]
        var locals: [String: Any] = ["status": status, "title": text.title, "message": text.message]
        if [408, 429, 500, 503].contains(status) { locals["isTemporary"] = true }
        if [429, 503].contains(status) { locals["wait"] = ErrorTexts.spanish.wait(90) }
        if status >= 500 { locals["requestId"] = "351e4eb5fc08d27572ea4074d5580cfe" }
        if status == 401 { locals["signInPath"] = "/auth/signin" }
        let data = folder.appending(path: "\(status).json")
        try JSONSerialization.data(withJSONObject: locals).write(to: data)
        let (result, page) = try await portero.run(
            ["render", "errors/error", "--data", data.path, "--views", PorteroProcess.repository("Views")])
        try #require(result == 0, "\(page)")
        try page.write(to: folder.appending(path: "\(status).html"), atomically: true, encoding: .utf8)
    }

    private func look(at status: Int, in browser: WebDriver, of portero: PorteroProcess) async throws {
        try await browser.go(to: portero.url("/\(status).html"))
        try await browser.emulate(width: 320, height: 640, dark: false)
        let fits = try await browser.run("return document.documentElement.scrollWidth <= innerWidth")
        #expect(fits == true, "the page of a \(status) is wider than its screen")
        #expect(try await browser.find("h1").text() == ErrorTexts.spanish[status].title)
        if [401, 404, 431, 503].contains(status) { try await Screenshots().take("error-\(status)", of: browser) }
    }

    /// The server's own page, and the way from it.
    private func leadsBack(_ browser: WebDriver, _ portero: PorteroProcess) async throws {
        try await browser.go(to: portero.url("/nada"))
        #expect(try await browser.title() == "Página no encontrada · Portero")
        try await browser.find("main a.btn-primary").click()
        try await poll("the home page to open") {
            URLComponents(string: try await browser.url())?.path == "/" ? () : nil
        }
    }
}
