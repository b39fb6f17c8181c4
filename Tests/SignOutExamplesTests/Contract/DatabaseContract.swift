/// 5. Refresh token in a database.
enum DatabaseContract {
    static let cleared = [
        "accessToken=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "refreshToken=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    ]

    static let ended = Expectation(
        status: 200, cookies: cleared, body: .exactly(#"{"message":"Logged out successfully"}"#),
        steps: ["done", "done", "done"], namesUser: true, copies: .accessOnly)

    /// Missing, expired or unknown: silently the same.
    static func silently(_ reason: String, _ change: (inout Expectation) -> Void) -> Cell {
        .applies(ended) { it in
            it.steps = ["skipped: \(reason)", "done", "done"]
            it.namesUser = false
            change(&it)
        }
    }

    /// So that the client may try again.
    static let failed = Expectation(
        status: 500, body: .exactly(#"{"error":"Error logging out"}"#), steps: ["failed"], loudest: .error, left: 1,
        own: .everything, copies: .everything)

    private static let noCookie = "no cookie refreshToken"
    private static let unknown = "cookie refreshToken belongs to no sign-in"

    static func cell(_ row: Row) -> Cell {
        switch row {
        case .valid, .byHand, .refreshAlone, .prefersJSON, .wrongContentType, .retainedCopies, .parallel:
            .applies(ended)
        case .noCookie, .accessAlone: silently(noCookie, stillThere)
        case .forged: silently(unknown, stillThere)
        case .notSignedIn: .none(Shared.noSession)
        case .accessExpired: .applies(ended) { $0.copies = .nothing }
        case .expired: silently(unknown) { $0.copies = .nothing }
        case .revokedTwice: silently(unknown) { _ in }
        case .wrongMethod: .applies(Shared.wrongMethod(allowing: "POST"))
        case .head: .none(Shared.headOfPost)
        case .prefetch: .applies(ended, note: Shared.prefetchByPost)
        case .storeDownLoading, .storeDownEnding, .storeDown: .applies(failed)
        case .denyListDown: .none(Shared.noDenyList)
        case .serviceDown, .serviceSlow, .serviceRedirecting, .serviceGarbage, .serviceRefusing:
            .none(Shared.noService)
        case .trustedOrigin: .applies(ended, Shared.shared)
        case .trustedOriginError: .applies(Shared.wrongMethod(allowing: "POST")) { $0.sharing = Shared.sharing }
        case .untrustedOrigin: .applies(Shared.refused, Shared.refusedScript)
        case .otherSite: .applies(Shared.refused)
        }
    }

    private static func stillThere(_ it: inout Expectation) {
        it.left = 1
        it.copies = .everything
    }
}
