import HTTPCookies
import JWTKit
import Sessions
import SignIn
import StoreTesting
import Testing

@testable import Tokens

/// A token service of which a test can break the parts.
struct Mint: Sendable {
    static let secret = "a secret of at least thirty-two bytes"
    static let refreshSecret = "another secret of thirty-two bytes and more"
    static let options = TokenOptions(issuer: "https://portero.example")
    static let ana = User(name: "Ana Pérez", usrId: .integer(42))
    static let cookies = TokenDelivery(
        access: .cookie(TokenCookie("access_token", .path("/"), .httpOnly)),
        refresh: .cookie(TokenCookie("refresh_token", .path("/"), .httpOnly)))

    let clock: ManualClock
    let log = LogRecorder()
    let families: FaultyRefreshFamilyStore
    let denials: FaultyDenyList
    let service: TokenService

    init(
        options: TokenOptions = Mint.options, refreshSecrets: [String] = [Mint.refreshSecret],
        keys: [TokenKey]? = nil, families: (any RefreshFamilyStore)? = nil, sessions: (any SessionDirectory)? = nil,
        delivery: TokenDelivery = Mint.cookies, hasDenyList: Bool = true, clock: ManualClock = ManualClock()
    ) async throws {
        self.clock = clock
        self.families = FaultyRefreshFamilyStore(families ?? MemoryRefreshFamilyStore(clock: clock))
        denials = FaultyDenyList(MemoryDenyList(clock: clock))
        service = try TokenService(
            keys: await TokenKeyRing(keys ?? [.hs256(Self.secret, id: "hs-1")]), refreshSecrets: refreshSecrets,
            families: self.families, denials: hasDenyList ? denials : nil, sessions: sessions, delivery: delivery,
            options: options, clock: clock, logger: log.logger)
    }

    /// Another node beside `mint`, on the same stores.
    init(beside mint: Mint, options: TokenOptions = Mint.options, refreshSecrets: [String]) async throws {
        clock = mint.clock
        families = mint.families
        denials = mint.denials
        service = try TokenService(
            keys: await TokenKeyRing([.hs256(Self.secret, id: "hs-1")]), refreshSecrets: refreshSecrets,
            families: mint.families, denials: mint.denials, delivery: mint.service.delivery, options: options,
            clock: mint.clock, logger: log.logger)
    }

    /// Who an access token lets in; `nil`: nobody.
    func user(of access: String) async throws -> User? {
        try await service.accessToken(access, logger: log.logger)?.user
    }

    /// What a refresh token is traded for; `nil`: nothing.
    func refreshed(_ token: RefreshToken) async throws -> IssuedTokens? {
        if case .issued(let tokens) = try await service.refresh(token.text, logger: log.logger) { tokens } else { nil }
    }

    /// Whether a refresh token was known for a spent one.
    func isReuse(_ token: RefreshToken) async throws -> Bool {
        if case .reused = try await service.refresh(token.text, logger: log.logger) { true } else { false }
    }

    /// The family of a token, as the store has it.
    func family(of token: RefreshToken) async throws -> RefreshFamily? {
        try await families.family(token.family)
    }

    /// Why a text gives no access; `nil`: it does.
    func refusal(_ text: String) -> AccessTokenRefusal? {
        do throws(AccessTokenRefusal) {
            _ = try service.read(text, at: clock.now())
            return nil
        } catch {
            return error
        }
    }
}
