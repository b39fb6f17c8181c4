import Crypto
import Foundation
import HTTPCookies
import Logging
import Sessions

/// A keeper on a memory store with this many signed-in sessions, and the request of one of them.
private func makeKeeper(sessions: Int) async throws -> (SessionKeeper, Exchange, SessionID) {
    let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
    let keeper = try SessionKeeper(store: MemorySessionStore(), secrets: ["keyboard cat"], logger: logger)
    let visitor = Exchange(cookies: CookieFields([]), isSecure: false, logger: logger)
    var cookie = ""
    for _ in 0..<sessions {
        let session = try await keeper.open(nil, for: visitor)
        session.renew(by: .credentials)
        session["loggedin", as: Bool.self] = true
        session["name", as: String.self] = "Ana María Núñez"
        session["usrId", as: Int.self] = 42
        cookie = String(try await keeper.commit(session)?.prefix { $0 != ";" } ?? "")
    }
    let exchange = Exchange(cookies: CookieFields([cookie]), isSecure: false, logger: logger)
    guard let id = keeper.identify(exchange) else { throw CancellationError() }
    return (keeper, exchange, id)
}

private func visit(_ keeper: SessionKeeper, _ exchange: Exchange) async throws {
    let session = try await keeper.open(keeper.identify(exchange), for: exchange)
    precondition(session[raw: "loggedin"]?.isLooselyTrue == true)
    _ = try await keeper.commit(session)
}

func measureUnchangedSession() async throws {
    let (keeper, exchange, id) = try await makeKeeper(sessions: 1)
    let key = SymmetricKey(data: Array("keyboard cat".utf8))
    let text = Array(id.text.utf8)
    let rounds = try await alternate(rounds: 15) {
        await nanoseconds(calls: 20_000) {
            precondition(HMAC<SHA256>.authenticationCode(for: text, using: key).byteCount == 32)
        }
    } _: {
        try await nanoseconds(calls: 20_000) { try await visit(keeper, exchange) }
    }
    report("an unchanged session in memory / one HMAC-SHA256", Pairs(rounds), budget: 2)
}

func measureManySessions() async throws {
    let (few, fewExchange, _) = try await makeKeeper(sessions: 1000)
    let (many, manyExchange, _) = try await makeKeeper(sessions: 1_000_000)
    let rounds = try await alternate(rounds: 15) {
        try await nanoseconds(calls: 20_000) { try await visit(few, fewExchange) }
    } _: {
        try await nanoseconds(calls: 20_000) { try await visit(many, manyExchange) }
    }
    report("a request among 1,000,000 sessions / among 1,000", Pairs(rounds), budget: 1.2)
}

/// For a profiler: nothing but visits of an unchanged session.
func repeatVisits(_ count: Int) async throws {
    let (keeper, exchange, _) = try await makeKeeper(sessions: 1)
    for _ in 0..<count { try await visit(keeper, exchange) }
}
