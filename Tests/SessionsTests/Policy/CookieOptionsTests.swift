import HTTPCookies
import StoreTesting
import Testing

@testable import Sessions

@Suite("A new session's cookie has the app's attributes") struct CookieOptionsTests {
    @Test func `by default it is HttpOnly, Lax, host-only and ends with the browser (OW-6, OW-7, OW-9, OW-10)`()
        async throws
    {
        let line = try await firstLine(CookieOptions())
        #expect(line?.attributes == "Path=/; HttpOnly; SameSite=Lax")
    }

    @Test func `secure is as the connection is (OW-5)`() async throws {
        let line = try await firstLine(CookieOptions(), isSecure: true)
        #expect(line?.attributes == "Path=/; HttpOnly; Secure; SameSite=Lax")
    }

    @Test func `every attribute prints in Express's order`() async throws {
        var options = CookieOptions()
        options.domain = "example.com"
        options.path = "/app"
        options.maxAge = .seconds(60)
        options.secure = .always
        options.partitioned = true
        options.priority = .high
        options.sameSite = .none
        let line = try await firstLine(options, isSecure: true)
        #expect(
            line?.attributes == """
                Domain=example.com; Path=/app; Expires=Fri, 02 Jan 2026 03:05:05 GMT; HttpOnly; Secure; Partitioned; \
                Priority=High; SameSite=None
                """)
    }

    @Test func `what needs Secure is left out on an insecure connection`() async throws {
        var options = CookieOptions()
        options.partitioned = true
        options.sameSite = .none
        let line = try await firstLine(options)
        #expect(line?.attributes == "Path=/; HttpOnly")
    }

    @Test(arguments: ["__Host-id", "__Secure-id", "__host-id"])
    func `a name that demands Secure makes it so (OW-8)`(_ name: String) async throws {
        var options = CookieOptions()
        options.name = name
        #expect(try await firstLine(options) == nil)
        #expect(try await firstLine(options, isSecure: true)?.attributes == "Path=/; HttpOnly; Secure; SameSite=Lax")
    }

    @Test(arguments: BadOptions.all)
    func `what no browser would take is an error at the start`(_ bad: BadOptions) {
        #expect(throws: CookieError.self) { try Desk(cookie: bad.options) }
    }

    @Test func `no secret is an error at the start`() {
        #expect(throws: CookieSigner.Failure.self) {
            try SessionKeeper(store: MemorySessionStore(), secrets: [], logger: LogRecorder().logger)
        }
    }

    private func firstLine(_ options: CookieOptions, isSecure: Bool = false) async throws -> String? {
        try await Desk(cookie: options).visit(isSecure: isSecure) { $0["n"] = 1 }
    }
}

struct BadOptions: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let options: CookieOptions

    init(_ description: String, _ change: (inout CookieOptions) -> Void) {
        testDescription = description
        var options = CookieOptions()
        change(&options)
        self.options = options
    }

    static let all = [
        BadOptions("SameSite=None without Secure") {
            $0.sameSite = .none
            $0.secure = .never
        },
        BadOptions("Partitioned without Secure") {
            $0.partitioned = true
            $0.secure = .never
        },
        BadOptions("__Host- with Domain") {
            $0.name = "__Host-id"
            $0.domain = "example.com"
        },
        BadOptions("__Host- without Secure") {
            $0.name = "__Host-id"
            $0.secure = .never
        },
        BadOptions("a name with a blank") { $0.name = "bad name" },
        BadOptions("a domain with a blank") { $0.domain = "exam ple.com" },
        BadOptions("a path with a semicolon") { $0.path = "/;" },
    ]
}

extension String {
    /// What stands behind the pair of a `Set-Cookie` line.
    var attributes: String {
        split(separator: "; ", maxSplits: 1).dropFirst().joined()
    }
}
