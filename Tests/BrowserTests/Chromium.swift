import Foundation
import ProcessTesting

/// Debian's Chromium without a screen, behind a `chromedriver` of its own.
enum Chromium {
    /// Opens a window, lends it to `body`, and closes browser and driver, whatever happens.
    static func open<Result>(log: URL, _ body: (WebDriver) async throws -> Result) async throws -> Result {
        let browser = try locate("chromium", "chromium-browser", "google-chrome")
        // Of its own accord it takes a port that is free in one of IPv4 and IPv6, and ends where it is not in the
        // other.
        let server = LocalServer(port: try LocalServer.freePort())
        let environment = ProcessInfo.processInfo.environment
        let driver = try ChildProcess(
            try locate("chromedriver"), ["--port=\(server.port)"], environment: environment, log: log)
        return try await finishing(with: driver.stop) {
            try await poll("chromedriver to listen") { try listens(driver) ? () : nil }
            let window = try await WebDriver(server, capabilities: capabilities(browser))
            return try await finishing(with: window.close) { try await body(window) }
        }
    }

    private static func listens(_ driver: ChildProcess) throws -> Bool {
        let said = try driver.output
        guard driver.isRunning else { throw BrowserMissing(description: "chromedriver ended at once: \(said)") }
        return said.contains("started successfully")
    }

    private static func capabilities(_ browser: URL) -> JSON {
        [
            "timeouts": ["implicit": 20_000, "pageLoad": 30_000],
            "goog:loggingPrefs": ["browser": "WARNING"],
            "goog:chromeOptions": [
                "binary": .text(browser.path),
                "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,900"],
            ],
        ]
    }

    /// The first of these programs that `PATH` holds.
    private static func locate(_ names: String...) throws -> URL {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        for name in names {
            for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
                return URL(filePath: "\(folder)/\(name)")
            }
        }
        let what = names.joined(separator: " or ")
        throw BrowserMissing(description: "no \(what) in PATH: apt-get install chromium chromium-driver")
    }
}

/// The browser journey needs a browser; without one it fails, it is never skipped.
struct BrowserMissing: Error, CustomStringConvertible {
    let description: String
}
