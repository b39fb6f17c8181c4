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
    guard try await service.accessToken(token, logger: logger) != nil else { throw CancellationError() }
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
    report("an HS256 access token, read / one HMAC-SHA256 of it", Pairs(rounds), budget: 8)
}

func measureDenyList(_ folder: URL) async throws {
    let database = try SQLiteDatabase(path: folder.appending(path: "tokens.sqlite").path)
    let memory = try await makeService(MemoryDenyList())
    let sqlite = try await makeService(SQLiteDenyList(database))
    let token = try await memory.issue(to: User(name: "Ana María Núñez", usrId: .integer(42))).access
    let rounds = try await alternate(rounds: 15) {
        try await nanoseconds(calls: 5_000) { try await read(token, memory) }
    } _: {
        try await nanoseconds(calls: 5_000) { try await read(token, sqlite) }
    }
    report("the same, nothing denied in SQLite / in memory", Pairs(rounds), budget: 3)
    try database.close()
}
