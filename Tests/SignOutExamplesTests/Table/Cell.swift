/// A system in a row.
enum Cell: Sendable {
    /// What is to be seen; and what a reader must know of it, if anything.
    case applies(Expectation, note: String? = nil)
    /// Why there is nothing to be seen.
    case none(String)

    /// With a change of what is to be seen.
    static func applies(
        _ expectation: Expectation, note: String? = nil, _ change: (inout Expectation) -> Void
    ) -> Cell {
        var expectation = expectation
        change(&expectation)
        return .applies(expectation, note: note)
    }

    /// With whom other cells share a reason.
    var remark: String? {
        switch self {
        case .applies(_, let note): note
        case .none(let reason): reason
        }
    }
}

/// What is to be seen of a sign-out.
struct Expectation: Sendable {
    var status: Int
    /// All `Set-Cookie` lines, in order.
    var cookies: [String] = []
    /// Those of an answer that came too late, of parallel ones; `nil`: the same.
    var lateCookies: [String]?
    var body = Body.exactly("")
    var location: String?
    var allow: String?
    /// The fields of CORS, and `vary`, by their names in lower case.
    var sharing: [String: String] = [:]
    /// The same of the preflight, which is a 204 if it is there and a 405 if it is empty; `nil`: there is none.
    var preflight: [String: String]?
    /// What the steps did that end something; `nil`: there is no event.
    var steps: [String]?
    /// Whether the event knows who signed out.
    var namesUser = false
    var loudest = Loudness.quiet
    /// How many records the store has then of the session, or of the tokens.
    var left = 0
    /// How often the external service was asked.
    var handedOn = 0
    /// What the client's own cookies and tokens are good for afterwards, as it holds them.
    var own = Standing.nothing
    /// What copies from before are good for, each alone.
    var copies = Standing.nothing
}

/// A response's body.
enum Body: Sendable {
    case exactly(String)
    /// An error's page or JSON, of which the contract says nothing.
    case error
}

/// The most that is logged of a sign-out, beside its event.
enum Loudness: String, Sendable {
    case quiet, warning, error
}

/// Statuses of the protected route and of the refresh.
struct Standing: Hashable, Sendable, CustomStringConvertible {
    var protected: Int
    var refresh: Int

    /// Where there is no refresh, it counts as the protected route does.
    static let nothing = Standing(protected: 401, refresh: 401)
    static let everything = Standing(protected: 200, refresh: 200)
    /// An access token that lives until its `exp`.
    static let accessOnly = Standing(protected: 200, refresh: 401)
    static let refreshOnly = Standing(protected: 401, refresh: 200)

    var description: String { "protected \(protected), refresh \(refresh)" }
}
