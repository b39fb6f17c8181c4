import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@Suite("The documentation is true") struct DocumentationTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let pages = files(below: root, ending: ".md").filter { !$0.path.contains("/.build") }

    @Test(arguments: pages)
    func `each Swift block of a page is code that is compiled: by these tests, or as an example`(page: URL) throws {
        let examples = Self.files(below: Self.root.appending(path: "Tests/DocExamples"), ending: ".swift")
        let code = try (examples + [Self.declarations])
            .map { Self.normalized(try String(contentsOf: $0, encoding: .utf8)) }
        for block in Self.swiftBlocks(of: try String(contentsOf: page, encoding: .utf8)) {
            #expect(code.contains { $0.contains(Self.normalized(block)) }, "not compiled: \(block)")
        }
    }

    @Test func `the README shows at least two Swift examples`() throws {
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        #expect(Self.swiftBlocks(of: readme).count >= 2)
    }

    @Test(arguments: pages)
    func `each test suite that a page names is there`(page: URL) throws {
        let named = try String(contentsOf: page, encoding: .utf8).matches(of: /`(\w+Tests)`/).map { String($0.1) }
        guard !named.isEmpty else { return }
        let tests = try Self.files(below: Self.root.appending(path: "Tests"), ending: ".swift")
            .map { try String(contentsOf: $0, encoding: .utf8) }
        for name in Set(named) {
            #expect(tests.contains { $0.contains("struct \(name) ") || $0.contains("/\(name)/") }, "\(name)")
        }
    }

    @Test(arguments: pages)
    func `each file that a page links to is there`(page: URL) throws {
        let text = try String(contentsOf: page, encoding: .utf8)
        for match in text.matches(of: /\]\((?!https?:|#|doc:)([^)#]+)[^)]*\)/) {
            let target = page.deletingLastPathComponent().appending(path: String(match.1))
            #expect(FileManager.default.fileExists(atPath: target.path), "\(match.1)")
        }
    }

    @Test func `the README's first example counts views and answers the sign-out`() async throws {
        let router = try makeRouter(secret: "not a secret", logger: Logger(label: "test"))
        try await Application(router: router).test(.router) { client in
            let first = try await client.execute(uri: "/", method: .get)
            #expect(String(buffer: first.body) == "views: 1")
            let cookie = try #require(first.headers[.setCookie]?.split(separator: ";").first.map(String.init))
            let second = try await client.execute(uri: "/", method: .get, headers: [.cookie: cookie])
            #expect(String(buffer: second.body) == "views: 2")
            let last = try await client.execute(uri: "/auth/logout", method: .get, headers: [.cookie: cookie])
            #expect(last.status == .found)
            #expect(last.headers[.location] == "/auth/signin")
        }
    }

    static let systems = ["VLife", "Demet", "SociApp", "Judicial", "Database"]

    @Test(arguments: systems)
    func `the page of a sign-out system shows its declaration, and the script that its browser test runs`(
        system: String
    ) throws {
        let page = try Self.read("Sources/SignOutExamples/Documentation.docc/\(system).md")
        let declarations = Self.normalized(try String(contentsOf: Self.declarations, encoding: .utf8))
        let start = try #require(declarations.firstRange(of: "func signOutOf\(system)(")).lowerBound
        let declared = declarations[start...].drop { $0 != "\n" }.dropFirst()
        let shown = try #require(Self.swiftBlocks(of: page).first)
        #expect(declared.hasPrefix(Self.normalized(shown)), "the first block is not the declaration")
        let script = try Self.read("Tests/BrowserTests/Fixtures/Clients/\(system.lowercased()).js")
        #expect(Self.blocks("js", of: page) == [script])
    }

    @Test(arguments: systems)
    func `each row that the page of a sign-out system names is one of the table`(system: String) throws {
        let page = try Self.read("Sources/SignOutExamples/Documentation.docc/\(system).md")
        let rows = try Self.read("Tests/SignOutExamplesTests/Table/Row.swift")
        let named = page.split(separator: "\n").filter { $0.hasPrefix("| ") }
            .flatMap { $0.matches(of: /\*([^*]+)\*/) }.map { String($0.1) }
        #expect(!named.isEmpty)
        for name in named { #expect(rows.contains(#" = "\#(name)""#), "\(name)") }
    }

    private static let declarations = root.appending(path: "Sources/SignOutExamples/Declarations.swift")

    private static func read(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private static func files(below folder: URL, ending: String) -> [URL] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".build") }.sorted().map {
            folder.appending(path: $0)
        }
    }

    private static func swiftBlocks(of page: String) -> [String] { blocks("swift", of: page) }

    private static func blocks(_ language: String, of page: String) -> [String] {
        page.matches(of: /```(\w+)\n(.*?)```/.dotMatchesNewlines()).filter { $0.1 == language }.map { String($0.2) }
    }

    /// Without indentation, which a page may leave out.
    private static func normalized(_ code: String) -> String {
        code.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
    }
}
