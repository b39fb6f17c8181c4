import HTTPCookies
import StoreTesting
import Testing

@testable import Sessions

@Suite("Options that cannot work are errors at the start") struct SessionOptionsTests {
    @Test(arguments: BadOptions.all)
    func `which say what was met and what was expected`(_ bad: BadOptions) throws {
        let error = #expect(throws: (any Error).self) { try Desk { bad.change(&$0) } }
        #expect(error.map { "\($0)" } == bad.message)
    }

    @Test func `no secret, and an empty one`() {
        let log = LogRecorder()
        for secrets in [[], [""], ["new", ""]] as [[String]] {
            #expect(throws: CookieSigner.Failure.self) {
                try SessionKeeper(store: MemorySessionStore(), secrets: secrets, logger: log.logger)
            }
            #expect(throws: CookieSigner.Failure.self) {
                try SessionKeeper(
                    store: MemorySessionStore(), secrets: secrets.map { Array($0.utf8) }, logger: log.logger)
            }
        }
    }

    @Test func `a secret is text or bytes`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let keeper = try SessionKeeper(
            store: desk.store, secrets: [[0xFF, 0x00], Array("new".utf8)], clock: desk.clock, logger: desk.log.logger)
        try await desk.visit(browser, at: keeper) { #expect($0["usrId"] == 42) }
    }

    @Test func `what Express does by default is none of them`() throws {
        _ = try Desk(.express)
    }
}

struct BadOptions: Sendable, CustomTestStringConvertible {
    let message: String
    let change: @Sendable (inout SessionOptions) -> Void

    var testDescription: String { message }

    init(_ message: String, _ change: @escaping @Sendable (inout SessionOptions) -> Void) {
        self.message = message
        self.change = change
    }

    static let all = attributes + limits

    private static let attributes = [
        BadOptions("SameSite=None: expected Secure beside it, or browsers drop the cookie") {
            $0.cookie.sameSite = .none
            $0.cookie.secure = .never
        },
        BadOptions("Partitioned: expected Secure beside it, or browsers drop the cookie") {
            $0.cookie.partitioned = true
            $0.cookie.secure = .never
        },
        BadOptions(#"cookie "__Host-id": its prefix asks for no Domain"#) {
            $0.name = "__Host-id"
            $0.cookie.domain = "example.com"
        },
        BadOptions(#"cookie "__Host-id": its prefix asks for Path=/"#) {
            $0.name = "__Host-id"
            $0.cookie.path = "/app"
        },
        BadOptions(#"cookie "__Host-id": its prefix asks for Secure"#) {
            $0.name = "__Host-id"
            $0.cookie.secure = .never
        },
        BadOptions(#"cookie "__Secure-id": its prefix asks for Secure"#) {
            $0.name = "__Secure-id"
            $0.cookie.secure = .never
        },
        BadOptions(#"cookie name "bad name": expected letters, digits and !#$%&'*+-.^_`|~ only"#) {
            $0.name = "bad name"
        },
        BadOptions(#"Domain "exam ple.com": expected a host name such as example.com"#) {
            $0.cookie.domain = "exam ple.com"
        },
        BadOptions(#"Path "/;": expected "/" and printable ASCII without ";" or a blank at the end"#) {
            $0.cookie.path = "/;"
        },
    ]

    private static let limits = [
        BadOptions("cookie.maxAge is 0.0 seconds, expected more than 0: every session would be over when it begins") {
            $0.cookie.maxAge = .zero
        },
        BadOptions(
            "policy.idleLimit is -1.0 seconds, expected more than 0: every session would be over when it begins"
        ) { $0.policy.idleLimit = .seconds(-1) },
        BadOptions(
            "cookie.expires is 2026-01-02T03:04:05.678Z, expected a moment to come: every session would be over when "
                + "it begins"
        ) { $0.cookie.expires = ManualClock.start },
        BadOptions("policy.cookieTries is 0, expected at least 1: no request would find its session") {
            $0.policy.cookieTries = 0
        },
        BadOptions(
            "policy.absoluteLimit is set and policy.keepsTimes is off, expected it to be on: without times in the "
                + "record nobody can say when a session began"
        ) { $0.policy.keepsTimes = false },
    ]
}
