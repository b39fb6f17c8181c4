import Foundation
import ProcessTesting
import Testing

/// The whole path, as a person walks it: real program, real browser, real file.
@Suite struct JourneyTests {
    @Test(.timeLimit(.minutes(5)))
    func `a person signs in, stays signed in over a restart, and signs out for good`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "portero-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // What is left there does no harm.
        let portero = try PorteroProcess(in: folder)
        let log = folder.appending(path: "chromedriver.log")
        try await finishing(with: portero.stop) {
            try await portero.addUser("ana", name: "Ana María Núñez", usrID: "42", password: Journey.password)
            try await portero.start()
            try await Chromium.open(log: log) { try await Journey(browser: $0, portero: portero).walk() }
        }
    }
}

/// The steps, in their order; each ends where the next one begins.
struct Journey {
    static let password = "una llave larga y buena"

    let browser: WebDriver
    let portero: PorteroProcess
    let shots = Screenshots()

    func walk() async throws {
        try await arrivesAsAStranger()
        try await reachesTheFormByKeyboard()
        try await isRefusedWithAWrongPassword()
        try await signsIn()
        try await staysSignedInOverARestart()
        let old = try await opensTheAccount()
        try await signsOut()
        try await findsNothingBehindTheBackButton()
        try await cannotUseTheOldCookie(old)
        try await returnsToWhereItWas(insteadOf: old)
        let complaints = try await browser.console().filter { !$0.contains("status of 422") }
        #expect(complaints.isEmpty, "no blocked style, no missing file")
    }
}

extension Journey {
    private func arrivesAsAStranger() async throws {
        try await browser.go(to: portero.url("/"))
        try await expects(["Iniciar sesión"], absent: ["Cerrar Sesión", "Ana María"])
        try await shots.take("1-inicio", of: browser)
    }

    /// Tab leads past the skip link and the brand to the link, Enter follows it, and the form has the focus.
    private func reachesTheFormByKeyboard() async throws {
        try await browser.press(Key.tab)
        #expect(try await browser.active().label() == "Saltar al contenido")
        try await browser.press(Key.tab + Key.tab)
        #expect(try await browser.active().label() == "Iniciar sesión")
        try await browser.press(Key.enter)
        try await arrives(at: "/auth/signin")
        try await holdsTheFocus("username")
        try await shots.take("2-entrada", of: browser)
    }

    /// The name is kept, and the password field has the focus and is described by the error.
    private func isRefusedWithAWrongPassword() async throws {
        try await browser.press("ana" + Key.tab + "otra llave" + Key.enter)
        let alert = try await browser.find("[role=alert]")
        #expect(try await alert.text() == "Usuario o contraseña incorrectos")
        #expect(try await browser.title() == "Error al iniciar sesión · Portero")
        #expect(try await browser.find("#username").property("value") == "ana")
        #expect(try await browser.find("#password").property("value") == "")
        let field = try await holdsTheFocus("password")
        #expect(try await field.attribute("aria-invalid") == "true")
        #expect(try await field.attribute("aria-describedby") == alert.attribute("id"))
        try await shots.take("3-error", of: browser)
    }

    private func signsIn() async throws {
        try await browser.find("#password").type(Self.password)
        try await browser.find("form button").click()
        try await arrives(at: "/")
        try await expects(["Ana María Núñez", "Cerrar Sesión"], absent: ["Iniciar sesión"])
        let link = try await browser.find("a[href='/auth/logout']")
        #expect(try await link.attribute("class") == "btn btn-danger")
        let cookie = try #require(try await browser.cookie("connect.sid"))
        #expect(cookie.isHTTPOnly && cookie.sameSite == "Lax" && cookie.path == "/")
        try await shots.take("4-dentro", of: browser)
    }

    private func staysSignedInOverARestart() async throws {
        try await portero.restart()
        try await browser.reload()
        try await expects(["Ana María Núñez", "Cerrar Sesión"], absent: ["Iniciar sesión"])
    }

    /// - Returns: the cookie of the session that is about to end.
    private func opensTheAccount() async throws -> JarCookie {
        try await browser.find("a[href='/account']").click()
        try await arrives(at: "/account")
        try await expects(["Ana María Núñez", "42", "Cerrar Sesión"], absent: [])
        try await shots.take("5-cuenta", of: browser)
        return try #require(try await browser.cookie("connect.sid"))
    }

    private func signsOut() async throws {
        try await browser.find("a[href='/auth/logout']").click()
        try await arrives(at: "/auth/signin")
        #expect(try await browser.cookie("connect.sid") == nil)
        try await shots.take("6-fuera", of: browser)
    }

    private func findsNothingBehindTheBackButton() async throws {
        try await browser.back()
        try await arrives(at: "/auth/signin", return: "/account")
        try await browser.go(to: portero.url("/"))
        try await expects(["Iniciar sesión"], absent: ["Cerrar Sesión", "Ana María"])
    }

    private func cannotUseTheOldCookie(_ old: JarCookie) async throws {
        try await browser.put(old)
        try await browser.go(to: portero.url("/account"))
        try await arrives(at: "/auth/signin", return: "/account")
        try await expects([], absent: ["Cerrar Sesión", "Ana María"])
        try await shots.take("7-llave-antigua", of: browser)
    }

    private func returnsToWhereItWas(insteadOf old: JarCookie) async throws {
        try await holdsTheFocus("username")
        try await browser.press("ana" + Key.tab + Self.password + Key.enter)
        try await arrives(at: "/account")
        try await expects(["Ana María Núñez", "42"], absent: [])
        let cookie = try #require(try await browser.cookie("connect.sid"))
        #expect(cookie.value != old.value)
    }
}

extension Journey {
    /// Waits until the window shows `path`, and checks the return path that its query names.
    private func arrives(at path: String, return: String? = nil) async throws {
        let address = try await poll("the page \(path) to open") {
            let address = URLComponents(string: try await browser.url())
            return address?.path == path ? address : nil
        }
        #expect(address.queryItems?.first { $0.name == "return" }?.value == `return`)
    }

    private func expects(_ present: [String], absent: [String]) async throws {
        let page = try await browser.find("body").text()
        for text in present { #expect(page.contains(text)) }
        for text in absent { #expect(!page.contains(text)) }
    }

    @discardableResult
    private func holdsTheFocus(_ id: String) async throws -> Element {
        let element = try await browser.active()
        #expect(try await element.attribute("id") == id)
        return element
    }
}
