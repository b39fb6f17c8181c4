/// One element of the page that is open; it becomes stale when the page goes.
struct Element: Sendable {
    private let id: String
    private let browser: WebDriver

    init(_ reference: JSON, in browser: WebDriver) throws(WebDriverError) {
        // The one key under which the protocol refers to elements.
        guard let id = reference["element-6066-11e4-a52e-4f735466cecf"].text else {
            throw .unexpected("no element in \(reference)")
        }
        self.id = id
        self.browser = browser
    }

    func click() async throws(WebDriverError) { try await browser.send("POST", "element/\(id)/click") }

    /// Adds to what the field holds, as typing does.
    func type(_ text: String) async throws(WebDriverError) {
        try await browser.send("POST", "element/\(id)/value", ["text": .text(text)])
    }

    /// The text as it is shown.
    func text() async throws(WebDriverError) -> String {
        try await browser.send("GET", "element/\(id)/text").text ?? ""
    }

    /// The attribute as it stands in the page's source; `nil` if it is not there.
    func attribute(_ name: String) async throws(WebDriverError) -> String? {
        try await browser.send("GET", "element/\(id)/attribute/\(name)").text
    }

    /// The property as it is now, such as a field's `value`.
    func property(_ name: String) async throws(WebDriverError) -> JSON {
        try await browser.send("GET", "element/\(id)/property/\(name)")
    }

    /// What a screen reader says for it.
    func label() async throws(WebDriverError) -> String {
        try await browser.send("GET", "element/\(id)/computedlabel").text ?? ""
    }
}

/// Keys that have no letter.
///
/// Source: W3C WebDriver, "Keyboard actions".
enum Key {
    static let tab = "\u{E004}"
    static let enter = "\u{E007}"
}

/// A cookie as the browser keeps it.
struct JarCookie: Sendable, Equatable {
    let name: String
    let value: String
    let path: String
    let isHTTPOnly: Bool
    let sameSite: String

    init?(_ json: JSON) {
        guard let name = json["name"].text, let value = json["value"].text else { return nil }
        self.name = name
        self.value = value
        path = json["path"].text ?? ""
        isHTTPOnly = json["httpOnly"].bool ?? false
        sameSite = json["sameSite"].text ?? ""
    }

    var json: JSON {
        [
            "name": .text(name), "value": .text(value), "path": .text(path), "httpOnly": .bool(isHTTPOnly),
            "sameSite": .text(sameSite),
        ]
    }
}
