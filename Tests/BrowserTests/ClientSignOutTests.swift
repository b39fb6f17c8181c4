import Foundation
import ProcessTesting
import SignOutExamples
import Testing

/// The scripts that the documentation shows, in a real browser, on an origin that is not the server's.
@Suite("A client's sign-out", .serialized) struct ClientSignOutTests {
    @Test(.timeLimit(.minutes(5)), arguments: SignOutSystem.allCases)
    func `ends the sign-in, empties what its page kept and leaves, which it also does where the call fails`(
        system: SignOutSystem
    ) async throws {
        try await Self.walk(system) { walk in
            try await walk.signsIn()
            try await walk.isRefusedElsewhere()
            try await walk.signsOut()
            try await walk.signsIn()
            try await walk.leavesAServerThatIsStopped()
        }
    }

    @Test(.timeLimit(.minutes(5))) func `does not wait for a server that hangs`() async throws {
        try await Self.walk(.demet) { walk in
            try await walk.signsIn()
            try await walk.leavesAServerThatHangs()
        }
    }

    /// A front end, another one that nobody trusts, the server and a browser; all are closed afterwards.
    private static func walk(
        _ system: SignOutSystem, _ steps: @Sendable (ClientWalk) async throws -> Void
    ) async throws {
        try await FrontEnd.serve(system.rawValue) { front in
            try await FrontEnd.serve(system.rawValue) { stranger in
                try await inScratchFolder { folder in
                    let server = try await ExampleProcess(system.rawValue, origins: [front.origin], in: folder)
                    try await finishing(with: server.stop) {
                        try await Chromium.open(log: folder.appending(path: "chromedriver.log")) { browser in
                            let walk = ClientWalk(
                                system: system, browser: browser, server: server, front: front, stranger: stranger)
                            try await steps(walk)
                        }
                    }
                }
            }
        }
    }
}

/// What a person does with a front end, each step with what must come of it.
private struct ClientWalk {
    let system: SignOutSystem
    let browser: WebDriver
    let server: ExampleProcess
    let front: FrontEnd
    let stranger: FrontEnd

    func signsIn() async throws {
        try await browser.go(to: front.page(for: server.origin))
        #expect(try await browser.run("return signIn('\(system.paths.signIn)', 'demo', '\(server.password)')") == 200)
        #expect(try await ask("GET", system.paths.protected) == 200)
        #expect(try await browser.allCookies() == system.cookieNames)
        #expect(try await browser.run("return [localStorage.length, sessionStorage.length]") == [1, 1])
    }

    /// A page of an origin that is not trusted, though the cookies travel there: it gets nothing, and ends nothing.
    func isRefusedElsewhere() async throws {
        try await browser.go(to: stranger.page(for: server.origin))
        let attempt = "return tryToEnd('\(system.paths.method)', '\(system.paths.signOut)')"
        #expect(try await browser.run(attempt) == "TypeError")
        try await browser.go(to: front.page(for: server.origin))
        if let path = system.paths.refresh { #expect(try await ask("POST", path) == 200) }
        #expect(try await ask("GET", system.paths.protected) == 200)
        #expect(try await browser.allCookies() == system.cookieNames)
    }

    func signsOut() async throws {
        try await browser.find("#salir").click()
        try await arrives(at: system == .vlife ? server.origin + "/auth/signin" : front.origin + "/signin")
        try await hasForgotten()
        #expect(try await browser.allCookies() == [])
        try await isRefusedByProtected()
    }

    func leavesAServerThatIsStopped() async throws {
        try await server.stop()
        try await browser.find("#salir").click()
        try await arrivesUnfinished()
        try await hasForgotten()
    }

    func leavesAServerThatHangs() async throws {
        server.halt()
        defer { server.goOn() }
        try await browser.find("#salir").click()
        try await arrivesUnfinished()
        try await hasForgotten()
    }
}

extension ClientWalk {
    private func arrivesUnfinished() async throws {
        try await arrives(at: front.origin + (system == .vlife ? "/?unfinished" : "/signin?unfinished"))
    }

    private func arrives(at address: String) async throws {
        try await poll("\(address) to open") { try await browser.url() == address ? () : nil }
    }

    /// Storage, and what the page's script held in memory.
    private func hasForgotten() async throws {
        #expect(try await front.left() == ["user": .null, "headers": [:], "local": 0, "session": 0])
    }

    /// From a page of its own origin, so that nothing but the sign-out can be the reason.
    private func isRefusedByProtected() async throws {
        try await browser.go(to: front.page(for: server.origin))
        #expect(try await ask("GET", system.paths.protected) == 401)
        if let path = system.paths.refresh { #expect(try await ask("POST", path) == 401) }
        #expect(try await browser.run("return [localStorage.length, sessionStorage.length]") == [0, 0])
    }

    private func ask(_ method: String, _ path: String) async throws -> JSON {
        try await browser.run("return ask('\(method)', '\(path)')")
    }
}

extension SignOutSystem {
    /// What the browser keeps of who is signed in, in order.
    fileprivate var cookieNames: [String] {
        switch self {
        case .vlife: ["connect.sid"]
        case .demet: ["access_token", "refresh_token"]
        case .sociapp: ["refresh_token"]
        case .judicial: ["refreshToken"]
        case .database: ["accessToken", "refreshToken"]
        }
    }
}
