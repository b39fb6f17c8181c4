import Foundation
import Portero
import ProcessTesting

/// A request that is under way at one app while its user signs out at the other.
///
/// Portero's cannot bring the session back. Express's can: where it writes, it writes its whole copy, and does not look
/// whether the session is still there.
struct Overlap {
    /// What the request does; both apps have a route for each, which waits for `release`.
    enum Deed: String, CaseIterable {
        case dwell, linger

        var request: String { "\(method) \(path)" }
        var method: String { self == .dwell ? "GET" : "POST" }
        var path: String { "/" + rawValue }
    }

    /// Where the request is under way.
    let slow: Stop
    /// Where its user signs out.
    let other: Stop
    let options: WalkOptions
    let bridge: any Bridge
    /// Is told of each that ended as it must.
    let tell: (String) -> Void

    /// Whether the session is there again when the request has ended.
    ///
    /// Source: express-session 1.19, `shouldSave`; a `touch` revives nothing, in any of its stores.
    private func revives(_ deed: Deed) -> Bool {
        slow.framework == .express && (deed == .linger || options.resave)
    }

    /// Does each of the deeds.
    ///
    /// - Throws: ``Disagreement`` at the first that ends otherwise than it must.
    func go() async throws {
        for deed in Deed.allCases {
            do {
                try await go(deed)
            } catch let fault as Mismatch {
                throw Disagreement(
                    framework: slow.framework, request: deed.request, what: "under way at a sign-out",
                    walk: "signed out at \(other.framework), \(options)", fault: fault)
            }
            tell(line(deed))
        }
    }

    private func line(_ deed: Deed) -> String {
        let request = deed.request.padding(toLength: 13, withPad: " ", startingAt: 0)
        let what = "under way at a sign-out at \(other.framework)".padding(toLength: 42, withPad: " ", startingAt: 0)
        let end = revives(deed) ? "the session is back, which is Express's doing" : "signed out"
        return "  \(slow.framework)  \(request)  \(what)  \(end)"
    }

    private func go(_ deed: Deed) async throws {
        let line = try await ask(other, "POST", "/signin").header("set-cookie")
        let cookie = try SetSession(line ?? "", CookieSigner(secrets: WalkOptions.secrets))
        let server = slow.server
        async let late = server.send(deed.method, deed.path, headers: ["Cookie": cookie.pair])
        try await finishing(with: { _ = try await ask(slow, "POST", "/release") }) {
            try await poll("the request to be under way") {
                try await ask(slow, "GET", "/held").text == "1" ? () : nil
            }
            try await signOut(cookie)
        }
        try await expect("status of what was under way", "\(late.status)", "200")
        try await expectSignedIn(cookie, revives(deed))
        guard revives(deed) else { return }
        try await signOut(cookie)
        try await expectSignedIn(cookie, false)
    }

    private func signOut(_ cookie: SetSession) async throws {
        _ = try await ask(other, "POST", "/signout", cookie)
        try await expect("what stands there after the sign-out", text(cookie), "nothing")
    }

    private func expectSignedIn(_ cookie: SetSession, _ isSignedIn: Bool) async throws {
        let stands = try await text(cookie)
        try expect("what stands there in the end", stands == "nothing" ? stands : "it", isSignedIn ? "it" : "nothing")
        for stop in [slow, other] {
            let isKnown = try await ask(stop, "GET", "/read", cookie).text.contains("Ana María (42)")
            try expect("whether \(stop.framework) holds it to be signed in", "\(isKnown)", "\(isSignedIn)")
        }
    }

    private func text(_ cookie: SetSession) async throws -> String {
        try await bridge.stored(cookie.id).map(\.text) ?? "nothing"
    }

    private func ask(
        _ stop: Stop, _ method: String, _ path: String, _ cookie: SetSession? = nil
    ) async throws -> LocalServer.Answer {
        let answer = try await stop.server.send(method, path, headers: cookie.map { ["Cookie": $0.pair] } ?? [:])
        try expect("status of \(method) \(path)", "\(answer.status)", "200")
        return answer
    }
}
