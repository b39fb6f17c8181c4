/// 3. SociApp: path-scoped refresh cookie, stateless tokens.
enum SociAppContract {
    static let cleared = ["refresh_token=; Path=/auth/refresh; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly"]
    static let body = Body.exactly(#"{"message":"Logged out successfully"}"#)

    /// The browser forgets the refresh token; nothing is invalidated on the server.
    static let forgotten = Expectation(
        status: 200, cookies: cleared, body: body, steps: ["done"], left: 1, own: .accessOnly, copies: .everything)

    private static let noStore = "its sign-out asks no store, so that none can fail"

    static func cell(_ row: Row) -> Cell {
        switch row {
        case .valid, .byHand, .accessAlone, .refreshAlone, .prefersJSON, .wrongContentType, .revokedTwice,
            .retainedCopies, .parallel:
            .applies(forgotten)
        case .noCookie, .forged: .applies(forgotten) { $0.own = .nothing }
        case .notSignedIn: .none(Shared.noSession)
        case .accessExpired:
            .applies(forgotten) { it in
                it.own = .nothing
                it.copies = .refreshOnly
            }
        case .expired:
            .applies(forgotten) { it in
                it.left = 0
                it.own = .nothing
                it.copies = .nothing
            }
        case .wrongMethod: .applies(Shared.wrongMethod(allowing: "POST"))
        case .head: .none(Shared.headOfPost)
        case .prefetch: .applies(forgotten, note: Shared.prefetchByPost)
        case .storeDownLoading, .storeDownEnding, .storeDown: .applies(forgotten, note: noStore)
        case .denyListDown: .none(Shared.noDenyList)
        case .serviceDown, .serviceSlow, .serviceRedirecting, .serviceGarbage, .serviceRefusing:
            .none(Shared.noService)
        case .trustedOrigin: .applies(forgotten, Shared.shared)
        case .trustedOriginError: .applies(Shared.wrongMethod(allowing: "POST")) { $0.sharing = Shared.sharing }
        case .untrustedOrigin: .applies(Shared.refused, Shared.refusedScript)
        case .otherSite: .applies(Shared.refused)
        }
    }
}

/// 3. SociApp beyond its description: it revokes what it can.
enum RevokingSociAppContract {
    /// A browser sends no cookie of that path; its access token names the sign-in.
    static let ended = Expectation(
        status: 200, cookies: SociAppContract.cleared, body: SociAppContract.body,
        steps: ["done", "skipped: \(noCookie)", "done"], namesUser: true)

    /// Somebody who shows nothing that could be revoked.
    static func nobody(_ refresh: String, _ access: String) -> Expectation {
        with(ended) { it in
            it.steps = ["done", "skipped: \(refresh)", "skipped: \(access)"]
            it.namesUser = false
            it.left = 1
            it.copies = .everything
        }
    }

    /// What cannot be revoked is not told to the client.
    static let failed = with(ended) { it in
        it.steps = ["done", "ignored", "ignored"]
        it.namesUser = false
        it.loudest = .warning
        it.left = 1
        it.own = .accessOnly
        it.copies = .everything
    }

    private static let noCookie = "no cookie refresh_token"
    private static let unknown = "cookie refresh_token belongs to no sign-in"

    static func cell(_ row: Row) -> Cell {
        switch row {
        case .valid, .accessAlone, .prefersJSON, .wrongContentType, .retainedCopies, .parallel:
            .applies(ended)
        case .byHand, .accessExpired: .applies(ended) { $0.steps = ["done", "done", "done"] }
        case .refreshAlone: .applies(ended) { $0.steps = ["done", "done", "skipped: no access token"] }
        case .noCookie: .applies(nobody(noCookie, "no access token"))
        case .forged: .applies(nobody(unknown, "the access token is none of ours"))
        case .notSignedIn: .none(Shared.noSession)
        case .expired, .revokedTwice: .applies(ended) { $0.steps = ["done", "skipped: \(unknown)", "done"] }
        case .wrongMethod: .applies(Shared.wrongMethod(allowing: "POST"))
        case .head: .none(Shared.headOfPost)
        case .prefetch: .applies(ended, note: Shared.prefetchByPost)
        case .storeDownLoading:
            .applies(ended) { it in
                it.steps = ["done", "ignored", "done"]
                it.loudest = .warning
            }
        case .storeDownEnding, .denyListDown, .storeDown: .applies(failed)
        case .serviceDown, .serviceSlow, .serviceRedirecting, .serviceGarbage, .serviceRefusing:
            .none(Shared.noService)
        case .trustedOrigin: .applies(ended, Shared.shared)
        case .trustedOriginError: .applies(Shared.wrongMethod(allowing: "POST")) { $0.sharing = Shared.sharing }
        case .untrustedOrigin: .applies(Shared.refused, Shared.refusedScript)
        case .otherSite: .applies(Shared.refused)
        }
    }
}
