import Foundation
import ProcessTesting
import Testing

/// Pictures of a page for people to look at, and the one check that needs no eye: nothing sticks out sideways.
struct Screenshots {
    /// `$PORTERO_SCREENSHOTS`, or `.build/screenshots` in the repository.
    private let folder = URL(
        filePath: ProcessInfo.processInfo.environment["PORTERO_SCREENSHOTS"]
            ?? PorteroProcess.repository(".build/screenshots"))

    /// Saves the page as a desktop in daylight shows it, and as a small phone at night does.
    func take(_ name: String, of browser: WebDriver) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (look, width, height, dark) in [("phone-dark", 360, 740, true), ("desktop-light", 1280, 900, false)] {
            try await browser.emulate(width: width, height: height, dark: dark)
            let fits = try await browser.run("return document.documentElement.scrollWidth <= innerWidth")
            #expect(fits == true, "\(name) is wider than a screen of \(width) pixels")
            try await browser.screenshot().write(to: folder.appending(path: "\(name)-\(look).png"))
        }
    }
}
