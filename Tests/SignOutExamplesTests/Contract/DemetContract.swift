/// 2. Demet: two token cookies, JSON.
enum DemetContract {
    static let cleared = [
        "access_token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly",
        "refresh_token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly",
    ]
    static let body = Body.exactly(#"{"message":"Sesión cerrada"}"#)

    /// Both cookies are cleared, then both tokens revoked.
    static let ended = Expectation(
        status: 200, cookies: cleared, body: body, steps: ["done", "done", "done", "done"], namesUser: true)

    /// Somebody who shows nothing that could be revoked.
    static func nobody(_ refresh: String, _ access: String) -> Expectation {
        Expectation(
            status: 200, cookies: cleared, body: body,
            steps: ["done", "done", "skipped: \(refresh)", "skipped: \(access)"], left: 1, copies: .everything)
    }

    /// Database or deny list down: the cookies are cleared all the same, which is *ours*.
    static let failed = Expectation(
        status: 503, cookies: cleared, body: .exactly(#"{"error":"No se pudo cerrar la sesión"}"#),
        steps: ["done", "done", "failed", "failed"], loudest: .error, left: 1, copies: .everything)

    private static let unknown = "cookie refresh_token belongs to no sign-in"

    static func cell(_ row: Row) -> Cell {
        switch row {
        case .valid, .byHand, .prefersJSON, .wrongContentType, .retainedCopies, .accessExpired, .parallel:
            .applies(ended)
        case .noCookie: .applies(nobody("no cookie refresh_token", "no access token"))
        case .forged: .applies(nobody(unknown, "the access token is none of ours"))
        case .accessAlone: .applies(ended) { $0.steps = ["done", "done", "skipped: no cookie refresh_token", "done"] }
        case .refreshAlone: .applies(ended) { $0.steps = ["done", "done", "done", "skipped: no access token"] }
        case .notSignedIn: .none(Shared.noSession)
        case .expired, .revokedTwice: .applies(ended) { $0.steps = ["done", "done", "skipped: \(unknown)", "done"] }
        case .wrongMethod: .applies(Shared.wrongMethod(allowing: "GET, HEAD"))
        case .head, .prefetch:
            .applies(Expectation(status: 200, body: body, left: 1, own: .everything, copies: .everything))
        case .storeDownLoading:
            // The refresh token's family cannot be looked up; the access token names the sign-in by itself.
            .applies(failed) { it in
                it.steps = ["done", "done", "failed", "done"]
                it.namesUser = true
                it.left = 0
                it.copies = .nothing
            }
        case .storeDownEnding, .denyListDown, .storeDown: .applies(failed)
        case .serviceDown, .serviceSlow, .serviceRedirecting, .serviceGarbage, .serviceRefusing:
            .none(Shared.noService)
        case .trustedOrigin: .applies(ended, Shared.shared)
        case .trustedOriginError:
            .applies(Shared.wrongMethod(allowing: "GET, HEAD")) { $0.sharing = Shared.sharing }
        case .untrustedOrigin: .applies(Shared.refused, Shared.refusedScript)
        case .otherSite: .applies(ended, note: Shared.link)
        }
    }
}
