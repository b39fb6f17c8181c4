import Crypto
import Foundation
import HTTPCookies
import Logging
import SQLiteStores
import Sessions
import SignIn
import Tokens

private let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
private let secret = "a secret of at least thirty-two bytes"

private func makeService(_ denials: any DenyList) async throws -> TokenService {
    try TokenService(
        keys: await TokenKeyRing([.hs256(secret, id: "bench")]), refreshSecrets: [secret],
        families: MemoryRefreshFamilyStore(), denials: denials,
        delivery: TokenDelivery(access: .bearer, refresh: .body), options: TokenOptions(issuer: "https://example.org"),
        logger: logger)
}

private func read(_ token: String, _ service: TokenService) async throws {
    // Not in the guard: Swift 6.3.1's optimiser crashes on an await there.
    let found = try await service.accessToken(token, logger: logger)
    guard found != nil else { throw CancellationError() }
}

func measureAccessToken() async throws {
    let service = try await makeService(MemoryDenyList())
    let token = try await service.issue(to: User(name: "Ana María Núñez", usrId: .integer(42))).access
    let key = SymmetricKey(data: Array(secret.utf8))
    let text = Array(token.utf8)
    let rounds = try await alternate(rounds: 15) {
        await nanoseconds(calls: 20_000) {
            precondition(HMAC<SHA256>.authenticationCode(for: text, using: key).byteCount == 32)
        }
    } _: {
        try await nanoseconds(calls: 20_000) { try await read(token, service) }
    }
    report("an HS256 access token, read / one HMAC-SHA256 of it", Pairs(rounds), budget: 6)
}

func measureDenyList(_ folder: URL) async throws {
    let database = try SQLiteDatabase(path: folder.appending(path: "tokens.sqlite").path)
    let (memory, sqlite) = (MemoryDenyList(), SQLiteDenyList(database))
    guard let token = TokenID("jti"), let signIn = SignInID("sid") else { return }
    let (key, text) = (SymmetricKey(data: Array(secret.utf8)), Array(token.text.utf8))
    precondition(!memory.denies(token, of: signIn))
    let rounds = try await alternate(rounds: 15) {
        await nanoseconds(calls: 5_000) {
            precondition(HMAC<SHA256>.authenticationCode(for: text, using: key).byteCount == 32)
        }
    } _: {
        try await nanoseconds(calls: 5_000) { _ = try await sqlite.denies(token, of: signIn) }
    }
    report("a look at an empty deny list in SQLite / one HMAC-SHA256", Pairs(rounds), budget: 4)
    try database.close()
}
