import HTTPCookies
import Logging
import Sessions
import SignIn
import StoreTesting
import Testing

@testable import Tokens

@Suite("A refresh token") struct RefreshTests {
    @Test func `is 256 random bits behind the name of its family, and prints as neither`() async throws {
        let mint = try await Mint()
        let token = try await mint.service.issue(to: Mint.ana).refresh
        #expect(token.text.utf8.count == 64)
        #expect(RefreshToken(token.text) == token)
        #expect("\(token)" == "RefreshToken(\(token.family))")
        var dumped = ""
        dump([token], to: &dumped)
        for text in ["\(token)", String(reflecting: token), dumped] { #expect(!text.contains(token.text.prefix(8))) }
    }

    @Test(arguments: ["", "x", String(repeating: "A", count: 63), String(repeating: "A", count: 65), "ñ", "\0"])
    func `of another shape is refused without asking the store`(text: String) async throws {
        let mint = try await Mint()
        guard case .refused = try await mint.service.refresh(text, logger: mint.log.logger) else {
            Issue.record("expected a refusal")
            return
        }
        #expect(mint.families.count(.rotate) == 0)
    }

    @Test func `that nobody issued is refused`() async throws {
        let mint = try await Mint()
        var generator = SeededGenerator(seed: 1)
        let unknown = try await mint.refreshed(RefreshToken(using: &generator))
        #expect(unknown == nil)
    }

    @Test func `is traded for another one and an access token of the same user and sign-in`() async throws {
        let mint = try await Mint()
        let first = try await mint.service.issue(to: Mint.ana)
        mint.clock.advance(by: .seconds(600))
        let second = try #require(try await mint.refreshed(first.refresh))
        #expect(second.refresh != first.refresh)
        #expect(second.refresh.family == first.refresh.family)
        #expect(second.signIn == first.signIn)
        let user = try await mint.user(of: second.access)
        #expect(user == Mint.ana)
        let third = try await mint.refreshed(second.refresh)
        #expect(third != nil)
    }

    @Test func `that was just traded gives the very same next one`() async throws {
        let mint = try await Mint()
        let first = try await mint.service.issue(to: Mint.ana)
        let second = try await mint.refreshed(first.refresh)
        mint.clock.advance(by: .seconds(10))
        let again = try await mint.refreshed(first.refresh)
        #expect(again?.refresh == second?.refresh)
        #expect(again?.refresh != nil)
    }

    @Test func `that is shown again when that time is over ends its family, access tokens too`() async throws {
        let mint = try await Mint()
        let first = try await mint.service.issue(to: Mint.ana)
        let second = try #require(try await mint.refreshed(first.refresh))
        mint.clock.advance(by: .milliseconds(10_001))
        let isReuse = try await mint.isReuse(first.refresh)
        let (third, user) = (try await mint.refreshed(second.refresh), try await mint.user(of: second.access))
        #expect(isReuse)
        #expect(third == nil)
        #expect(user == nil)
    }

    @Test func `whose successor was traded ends its family, however soon`() async throws {
        let mint = try await Mint()
        let first = try await mint.service.issue(to: Mint.ana)
        let second = try #require(try await mint.refreshed(first.refresh))
        let third = try #require(try await mint.refreshed(second.refresh))
        let isReuse = try await mint.isReuse(first.refresh)
        let fourth = try await mint.refreshed(third.refresh)
        #expect(isReuse)
        #expect(fourth == nil)
    }

    @Test func `that is very old ends its family, so that a thief who trades fast does not keep it`() async throws {
        let mint = try await Mint()
        let stolen = try await mint.service.issue(to: Mint.ana)
        var thief = stolen
        for _ in 0..<50 {
            thief = try #require(try await mint.refreshed(thief.refresh))
            mint.clock.advance(by: .seconds(800))
        }
        let isReuse = try await mint.isReuse(stolen.refresh)
        let next = try await mint.refreshed(thief.refresh)
        #expect(isReuse)
        #expect(next == nil)
    }

    @Test func `that is reused is logged with its family, and no token`() async throws {
        let mint = try await Mint()
        let first = try await mint.service.issue(to: Mint.ana)
        let second = try #require(try await mint.refreshed(first.refresh))
        mint.clock.advance(by: .seconds(11))
        _ = try await mint.isReuse(first.refresh)
        let warnings = mint.log.lines(at: .warning)
        #expect(warnings.count == 1)
        #expect(warnings[0].contains("\(first.refresh.family)"))
        for secret in [first, second].flatMap({ [$0.access, $0.refresh.text, $0.signIn.text] }) {
            #expect(!mint.log.lines.contains { "\($0)".contains(secret) })
        }
    }

    @Test func `is idle for fourteen days and lives for thirty, unless the app says otherwise`() async throws {
        let mint = try await Mint()
        let idle = try await mint.service.issue(to: Mint.ana)
        var used = try await mint.service.issue(to: Mint.ana)
        mint.clock.advance(by: .seconds(14 * 86_400 - 1))
        used = try #require(try await mint.refreshed(used.refresh))
        mint.clock.advance(by: .seconds(1))
        let gone = try await mint.refreshed(idle.refresh)
        #expect(gone == nil)
        mint.clock.advance(by: .seconds(14 * 86_400 - 2))
        used = try #require(try await mint.refreshed(used.refresh))
        #expect(used.refreshLifetime == .seconds(2 * 86_400 + 2))
        mint.clock.advance(by: .seconds(2 * 86_400 + 2))
        let over = try await mint.refreshed(used.refresh)
        #expect(over == nil)
    }

    @Test func `of a failing store may be shown again`() async throws {
        let mint = try await Mint()
        let first = try await mint.service.issue(to: Mint.ana)
        mint.families.fail(.rotate, times: 1)
        await #expect(throws: StoreError.self) { try await mint.refreshed(first.refresh) }
        let second = try await mint.refreshed(first.refresh)
        #expect(second != nil)
    }

    @Test func `whose trade is done but not acknowledged gives the same next one`() async throws {
        let mint = try await Mint()
        let first = try await mint.service.issue(to: Mint.ana)
        mint.families.after(.rotate) { () throws(StoreError) in
            throw StoreError("rotate", .unavailable, cause: "the answer is lost")
        }
        await #expect(throws: StoreError.self) { try await mint.refreshed(first.refresh) }
        let second = try #require(try await mint.refreshed(first.refresh))
        #expect(second.refresh.digest == (try await mint.family(of: first.refresh))?.live)
    }

    @Test func `goes on when the secrets are rotated, also in the middle of a repeat`() async throws {
        let new = "a new secret of thirty-two bytes or more"
        let mint = try await Mint()
        let after = try await Mint(beside: mint, refreshSecrets: [new, Mint.refreshSecret])
        let first = try await mint.service.issue(to: Mint.ana)
        let second = try #require(try await mint.refreshed(first.refresh))
        let again = try await after.refreshed(first.refresh)
        let third = try await after.refreshed(second.refresh)
        #expect(again?.refresh == second.refresh)
        #expect(third != nil)
    }

    @Test func `cannot be made of a copy of the store, nor of another's secret`() async throws {
        let mint = try await Mint()
        let first = try await mint.service.issue(to: Mint.ana)
        let second = try #require(try await mint.refreshed(first.refresh))
        let family = try #require(try await mint.family(of: second.refresh))
        let stored = [family.key.bytes, family.live.bytes, try #require(family.previous).bytes]
        for bytes in stored {
            for text in [bytes, bytes + bytes.prefix(16), bytes.prefix(16) + bytes] {
                let guess = String(decoding: Base64.url.encode(text), as: UTF8.self)
                guard case .refused = try await mint.service.refresh(guess, logger: mint.log.logger) else {
                    Issue.record("expected a refusal")
                    continue
                }
            }
        }
        let derived = try SuccessorSecrets(["a secret that somebody else has, of 32 bytes"])
        #expect(derived.successor(of: first.refresh) != second.refresh)
        let third = try await mint.refreshed(second.refresh)
        #expect(third != nil)
    }
}

@Suite("A token service") struct TokenServiceTests {
    @Test func `says what is wrong with its parts`() async throws {
        await #expect(throws: TokenServiceError.noSecret) { try await Mint(refreshSecrets: []) }
        await #expect(throws: TokenServiceError.shortSecret(at: 1)) {
            try await Mint(refreshSecrets: [Mint.refreshSecret, "short"])
        }
        await #expect(throws: TokenServiceError.noIssuer) { try await Mint(options: TokenOptions(issuer: "")) }
        let wrong: [(inout TokenOptions) -> Void] = [
            { $0.accessLifetime = .zero }, { $0.accessLifetime = .milliseconds(1500) },
            { $0.refreshIdleLimit = .zero }, { $0.refreshIdleLimit = .seconds(31 * 86_400) },
            { $0.repeatLimit = .seconds(-1) },
        ]
        for change in wrong {
            var options = Mint.options
            change(&options)
            let limits = options
            #expect(throws: TokenServiceError.invalidLimits) { try limits.validate() }
        }
    }

    @Test func `prints no token and no secret of what it has issued`() async throws {
        let mint = try await Mint()
        let issued = try await mint.service.issue(to: Mint.ana)
        var dumped = ""
        dump(issued, to: &dumped)
        dump(mint.service.secrets, to: &dumped)
        for text in ["\(issued)", String(reflecting: [issued]), dumped, "\(mint.service.secrets)"] {
            #expect(!text.contains(issued.access.prefix(12)))
            #expect(!text.contains(issued.refresh.text.prefix(12)))
            #expect(!text.contains("another secret"))
        }
    }

    @Test func `sweeps what has expired, and goes on where a store fails`() async throws {
        let mint = try await Mint()
        let issued = try await mint.service.issue(to: Mint.ana)
        try await mint.service.end(issued.signIn, of: Mint.ana.usrId)
        _ = try await mint.service.issue(to: Mint.ana)
        mint.clock.advance(by: .seconds(15 * 86_400))
        mint.families.fail(.sweep, times: 1)
        await mint.service.sweepOnce()
        await mint.service.sweepOnce()
        let left = (try await mint.families.sweep(), try await mint.denials.sweep())
        #expect(left == (0, 0))
        #expect(mint.log.lines(at: .warning).count == 1)
    }
}
