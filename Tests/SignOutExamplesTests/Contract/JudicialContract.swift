/// 4. Judicial backend: revokes at an external auth service, never fails.
enum JudicialContract {
    static let cleared = ["refreshToken=; HttpOnly; Path=/api/auth; Max-Age=0"]

    /// The service has revoked the refresh token; an access token lives until its `exp`.
    static let ended = Expectation(
        status: 200, cookies: cleared,
        body: .exactly(#"{"status":"success","message":"Sesión cerrada","data":null}"#), steps: ["done", "done"],
        handedOn: 1, own: .accessOnly, copies: .accessOnly)

    /// Without the cookie the service is left alone.
    static let skipped = with(ended) { it in
        it.steps = ["skipped: no cookie refreshToken", "done"]
        it.left = 1
        it.handedOn = 0
        it.copies = .everything
    }

    /// Logged at warning, never shown to the client.
    static let failed = with(ended) { it in
        it.steps = ["ignored", "done"]
        it.loudest = .warning
        it.left = 1
        it.copies = .everything
    }

    static func cell(_ row: Row) -> Cell {
        switch row {
        case .valid, .byHand, .refreshAlone, .prefersJSON, .wrongContentType, .revokedTwice, .retainedCopies:
            .applies(ended)
        case .noCookie: .applies(skipped) { $0.own = .nothing }
        case .accessAlone: .applies(skipped)
        case .notSignedIn: .none(Shared.noSession)
        case .accessExpired, .expired:
            .applies(ended) { it in
                it.own = .nothing
                it.copies = .nothing
            }
        case .forged:
            // What is no token is for the service to tell.
            .applies(ended) { it in
                it.left = 1
                it.own = .nothing
                it.copies = .everything
            }
        case .wrongMethod: .applies(Shared.wrongMethod(allowing: "POST"))
        case .head: .none(Shared.headOfPost)
        case .prefetch: .applies(ended, note: Shared.prefetchByPost)
        case .storeDownLoading, .storeDownEnding, .storeDown:
            .applies(failed, note: "the store is the service's, which then answers 500")
        case .denyListDown: .none(Shared.noDenyList)
        case .serviceSlow, .serviceRedirecting, .serviceGarbage, .serviceRefusing: .applies(failed)
        case .serviceDown: .applies(failed) { $0.handedOn = 0 }
        case .trustedOrigin: .applies(ended, Shared.shared)
        case .trustedOriginError: .applies(Shared.wrongMethod(allowing: "POST")) { $0.sharing = Shared.sharing }
        case .untrustedOrigin: .applies(Shared.refused, Shared.refusedScript)
        case .otherSite: .applies(Shared.refused)
        case .parallel: .applies(ended) { $0.handedOn = 100 }
        }
    }
}
