/// 1. vLife: server session, redirect.
enum VLifeContract {
    static let cleared = "connect.sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"
    static let json = #"{"redirectTo":"/auth/signin","session":null,"loggedIn":false}"#

    /// Whatever the state.
    static let always = Expectation(status: 302, location: "/auth/signin")

    static let ended = with(always) { it in
        it.cookies = [cleared]
        it.steps = ["done"]
        it.namesUser = true
    }

    /// Nothing to destroy, and no Set-Cookie either.
    static let nothing = with(always) { $0.steps = ["skipped: no session"] }

    static let noTokens = "it has no tokens, but one session"

    static func cell(_ row: Row) -> Cell {
        switch row {
        case .valid, .byHand, .wrongContentType, .retainedCopies: .applies(ended)
        case .noCookie, .forged:
            .applies(nothing) { it in
                it.left = 1
                it.copies = .everything
            }
        case .expired, .revokedTwice: .applies(nothing)
        case .accessAlone, .refreshAlone, .accessExpired: .none(noTokens)
        case .notSignedIn:
            .applies(always) { it in
                it.steps = ["skipped: nobody is signed in"]
                it.left = 1
            }
        case .prefersJSON: .applies(ended) { $0.body = .exactly(json) }
        case .wrongMethod: .applies(Shared.wrongMethod(allowing: "GET, HEAD"))
        case .head, .prefetch:
            .applies(always) { it in
                it.left = 1
                it.own = .everything
                it.copies = .everything
            }
        case .storeDownLoading:
            .applies(ended) { it in
                it.namesUser = false
                it.loudest = .error
            }
        case .storeDownEnding: .applies(ended, refusedFromNowOn)
        case .storeDown:
            .applies(ended) { it in
                refusedFromNowOn(&it)
                it.namesUser = false
            }
        case .denyListDown: .none("it has no deny list: it destroys its sessions")
        case .serviceDown, .serviceSlow, .serviceRedirecting, .serviceGarbage, .serviceRefusing:
            .none(Shared.noService)
        case .trustedOrigin: .applies(ended, Shared.shared)
        case .trustedOriginError:
            .applies(Shared.wrongMethod(allowing: "GET, HEAD")) { $0.sharing = Shared.sharing }
        case .untrustedOrigin: .applies(Shared.refused, Shared.refusedScript)
        case .otherSite: .applies(ended, note: Shared.link)
        case .parallel: .applies(ended) { $0.lateCookies = [] }
        }
    }

    /// The record stands until the store is well again, but it opens nothing here.
    private static func refusedFromNowOn(_ it: inout Expectation) {
        it.steps = ["ignored"]
        it.left = 1
        it.loudest = .error
    }
}

/// A changed copy.
func with(_ expectation: Expectation, _ change: (inout Expectation) -> Void) -> Expectation {
    var expectation = expectation
    change(&expectation)
    return expectation
}
