import HTTPTypes

/// What the contract says for all five.
enum Shared {
    /// A front end on another host, on the list.
    static let trusted = "https://app.example"

    /// What tells a browser that a trusted origin's script may read.
    static let sharing = [
        "access-control-allow-origin": trusted, "access-control-allow-credentials": "true", "vary": "Origin",
    ]

    /// The same of a preflight.
    static let preflight = sharing.merging(
        [
            "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
            "access-control-allow-headers": "Authorization, Content-Type", "access-control-max-age": "600",
        ], uniquingKeysWith: { $1 })

    /// What does not tell who is trusted.
    static let unshared = ["vary": "Origin"]

    /// Another method: nothing has happened.
    static func wrongMethod(allowing methods: String) -> Expectation {
        Expectation(status: 405, body: .error, allow: methods, left: 1, own: .everything, copies: .everything)
    }

    /// Refused by the guard: nothing has happened.
    static let refused = Expectation(status: 403, body: .error, left: 1, own: .everything, copies: .everything)

    /// The same for a script, which has asked before.
    static func refusedScript(_ expectation: inout Expectation) {
        expectation.sharing = unshared
        expectation.preflight = unshared
    }

    /// A trusted origin's script, which has asked before.
    static func shared(_ expectation: inout Expectation) {
        expectation.sharing = sharing
        expectation.preflight = preflight
    }

    static let noService = "its sign-out asks no other server"
    static let noDenyList = "it has no deny list: an access token lives until its exp"
    static let noSession = "it has no server session"
    static let headOfPost = "a POST route has no HEAD: a wrong method"
    static let prefetchByPost = "no browser prefetches by POST, so the field means nothing there: signed out"
    static let link = "a link ends no more than the caller's own session; the form of the POST systems is a 403"
}
