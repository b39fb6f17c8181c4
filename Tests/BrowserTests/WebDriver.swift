import Foundation
import ProcessTesting

/// One browser window, driven over HTTP.
///
/// Source: W3C WebDriver Level 2; `emulate`, `allCookies` and `console` are ChromeDriver's own.
struct WebDriver: Sendable {
    private let driver: LocalServer
    private let session: String

    /// Opens a window.
    init(_ driver: LocalServer, capabilities: JSON) async throws(WebDriverError) {
        let body: JSON = ["capabilities": ["alwaysMatch": capabilities]]
        let reply = try await Self.exchange(driver, "POST", "/session", body)
        guard let id = reply["sessionId"].text else { throw .unexpected("no sessionId in \(reply)") }
        self.driver = driver
        session = "/session/\(id)"
    }

    /// - Returns: the reply's `value`.
    @discardableResult
    func send(_ method: String, _ path: String, _ body: JSON? = nil) async throws(WebDriverError) -> JSON {
        try await Self.exchange(driver, method, path.isEmpty ? session : "\(session)/\(path)", body)
    }

    func close() async throws(WebDriverError) { try await send("DELETE", "") }
}

/// Where the window is.
extension WebDriver {
    func go(to url: String) async throws(WebDriverError) { try await send("POST", "url", ["url": .text(url)]) }
    func back() async throws(WebDriverError) { try await send("POST", "back") }
    func reload() async throws(WebDriverError) { try await send("POST", "refresh") }

    func url() async throws(WebDriverError) -> String { try await send("GET", "url").text ?? "" }
    func title() async throws(WebDriverError) -> String { try await send("GET", "title").text ?? "" }

    /// Shows the page, with nothing moving, as a screen of this size and colour scheme would; narrower than any
    /// window can be.
    func emulate(width: Int, height: Int, dark: Bool) async throws(WebDriverError) {
        let size: JSON = [
            "width": .number(Double(width)), "height": .number(Double(height)),
            "deviceScaleFactor": 1, "mobile": false,
        ]
        let preferences: JSON = [
            ["name": "prefers-color-scheme", "value": dark ? "dark" : "light"],
            ["name": "prefers-reduced-motion", "value": "reduce"],
        ]
        try await devTools("Emulation.setDeviceMetricsOverride", size)
        try await devTools("Emulation.setEmulatedMedia", ["features": preferences])
    }

    @discardableResult
    private func devTools(_ command: String, _ parameters: JSON = [:]) async throws(WebDriverError) -> JSON {
        try await send("POST", "goog/cdp/execute", ["cmd": .text(command), "params": parameters])
    }
}

/// What the window shows, and what a person does to it.
extension WebDriver {
    /// Waits for the element, up to the implicit time limit that the capabilities name.
    func find(_ css: String) async throws(WebDriverError) -> Element {
        try Element(await send("POST", "element", ["using": "css selector", "value": .text(css)]), in: self)
    }

    /// The element that has the keyboard.
    func active() async throws(WebDriverError) -> Element {
        try Element(await send("GET", "element/active"), in: self)
    }

    /// Presses and releases each key, wherever the focus is; see `Key` for those without a letter.
    func press(_ keys: String) async throws(WebDriverError) {
        let strokes = keys.unicodeScalars.flatMap { key -> [JSON] in
            let value = JSON.text(String(key))
            return [["type": "keyDown", "value": value], ["type": "keyUp", "value": value]]
        }
        let keyboard: JSON = ["type": "key", "id": "keyboard", "actions": .list(strokes)]
        try await send("POST", "actions", ["actions": [keyboard]])
    }

    /// Runs the body of a function in the page and returns what it returns, or what becomes of its promise.
    func run(_ script: String) async throws(WebDriverError) -> JSON {
        try await send("POST", "execute/sync", ["script": .text(script), "args": []])
    }

    /// What is in view, as a PNG file.
    func screenshot() async throws(WebDriverError) -> Data {
        let reply = try await send("GET", "screenshot")
        guard let data = reply.text.flatMap({ Data(base64Encoded: $0) }) else { throw .unexpected("no image") }
        return data
    }

    /// What the browser complained about since the last call.
    func console() async throws(WebDriverError) -> [String] {
        try await send("POST", "se/log", ["type": "browser"]).list.compactMap { $0["message"].text }
    }
}

/// The cookie jar; where nothing else is said, as far as it concerns the page that is open.
extension WebDriver {
    /// The names of all cookies, of whatever host and path, in order.
    func allCookies() async throws(WebDriverError) -> [String] {
        try await devTools("Storage.getCookies")["cookies"].list.compactMap { $0["name"].text }.sorted()
    }

    func cookie(_ name: String) async throws(WebDriverError) -> JarCookie? {
        try await send("GET", "cookie").list.compactMap(JarCookie.init).first { $0.name == name }
    }

    func put(_ cookie: JarCookie) async throws(WebDriverError) {
        try await send("POST", "cookie", ["cookie": cookie.json])
    }
}

extension WebDriver {
    private static func exchange(
        _ driver: LocalServer, _ method: String, _ path: String, _ body: JSON?
    ) async throws(WebDriverError) -> JSON {
        do {
            // The protocol wants an object with every POST, be it empty.
            let bytes = method == "POST" ? try JSONEncoder().encode(body ?? [:]) : Data()
            let type = ["Content-Type": "application/json; charset=utf-8"]
            let answer = try await driver.send(method, path, headers: type, bytes)
            let value = try JSONDecoder().decode(JSON.self, from: answer.body)["value"]
            guard answer.status == 200 else {
                throw WebDriverError.refused(value["error"].text ?? "?", value["message"].text ?? "?")
            }
            return value
        } catch let error as WebDriverError {
            throw error
        } catch {
            throw .noAnswer("\(method) \(path): \(error)")
        }
    }
}

/// What went wrong between the test and the browser.
enum WebDriverError: Error, CustomStringConvertible {
    /// Nobody answered, or not in JSON.
    case noAnswer(String)
    /// The driver's own error code and its explanation.
    case refused(String, String)
    /// An answer of another shape than the protocol has.
    case unexpected(String)

    var description: String {
        switch self {
        case .noAnswer(let what): "the WebDriver gave no answer to \(what)"
        case .refused(let code, let message): "the WebDriver answered \"\(code)\": \(message)"
        case .unexpected(let what): "unexpected answer of the WebDriver: \(what)"
        }
    }
}
