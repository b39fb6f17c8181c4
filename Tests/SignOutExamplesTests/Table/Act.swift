import HTTPTypes
import ProcessTesting
import Testing

/// One way to do what a row says; a cell holds for each of them.
struct Act: Sendable {
    /// Who signs out.
    enum Who: Sendable {
        /// A browser without any cookie, beside somebody who is signed in.
        case nobody
        case signedIn
        /// A browser whose session nobody has signed in to.
        case anonymous
        /// Who was signed in for a time that the access token does not live.
        case idle
        /// Who was signed in for a time that nothing lives.
        case expired
        /// Who shows what was never issued, beside somebody who is signed in.
        case forger(Forgery)
        /// Who has signed out already.
        case signedOut
    }

    /// What the request carries.
    enum Shown: Sendable {
        /// What a browser sends, its page's bearer token with it.
        case browser
        /// All cookies, whatever their path, and the bearer token.
        case everything
        case access
        case refresh
    }

    /// Which stores fail meanwhile.
    enum Fault: Sendable {
        case loading, ending, denyList, everything
    }

    /// What the external service does.
    enum Service: Sendable {
        /// It revokes.
        case standIn
        /// It does not listen.
        case down
        case talking(LoopbackService.Manner, within: Duration = .seconds(60))
    }

    var who = Who.signedIn
    var shows = Shown.browser
    /// `nil`: the system's.
    var method: HTTPRequest.Method?
    var fields: HTTPFields = [:]
    var body: String?
    var fault: Fault?
    var service = Service.standIn
    /// Whether the app trusts an origin.
    var shares = false
    /// Whether it is asked for the origin's permission before.
    var asksBefore = false
    /// How many requests are sent at once.
    var count = 1
    /// Whether it runs over a connection.
    var isLive = false
}

extension Row {
    /// The ways to do it.
    func acts(on subject: Subject) throws -> [Act] {
        switch self {
        case .noCookie: [Act(who: .nobody)]
        case .valid: [Act(), Act(isLive: true)]
        case .byHand: [Act(shows: .everything)]
        case .retainedCopies: [Act()]
        case .accessAlone: [Act(shows: .access)]
        case .refreshAlone: [Act(shows: .refresh)]
        case .notSignedIn: [Act(who: .anonymous)]
        case .prefersJSON: [Act(fields: [.accept: "application/json"])]
        case .accessExpired: [Act(who: .idle, shows: .everything)]
        case .expired: [Act(who: .expired, shows: .everything)]
        case .forged: Forgery.allCases.map { Act(who: .forger($0), shows: .everything) }
        case .revokedTwice: [Act(who: .signedOut, shows: .everything)]
        case .wrongMethod: Self.methods(wrongFor: subject).map { Act(method: $0) }
        case .wrongContentType: Self.bodies.map { Act(fields: $0.fields, body: $0.text) }
        case .head: [Act(method: .head, isLive: true)]
        case .prefetch: try Self.prefetches.map { Act(fields: try .named($0, $1)) }
        case .storeDownLoading: [Act(shows: .everything, fault: .loading)]
        case .storeDownEnding: [Act(shows: .everything, fault: .ending)]
        case .denyListDown: [Act(shows: .everything, fault: .denyList)]
        case .storeDown: [Act(shows: .everything, fault: .everything)]
        case .serviceDown: [Act(service: .down, isLive: true)]
        case .serviceSlow:
            ["", "HTTP/1.1 200 OK\r\n"].map {
                Act(service: .talking(.answer($0), within: .milliseconds(300)), isLive: true)
            }
        case .serviceRedirecting:
            ["302 Found", "307 Temporary Redirect"].map {
                Self.act(answering: "HTTP/1.1 \($0)\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")
            }
        case .serviceGarbage: ["garbage\r\n\r\n", "\0\0\0", ""].map { Self.act(lastWords: $0) }
        case .serviceRefusing:
            ["400 No", "401 No", "404 No", "500 No", "503 No"].map {
                Self.act(answering: "HTTP/1.1 \($0)\r\nContent-Length: 0\r\n\r\n")
            }
        case .trustedOrigin:
            try Self.scripts(of: Shared.trusted).map { Act(fields: $0, shares: true, asksBefore: true) }
        case .trustedOriginError:
            try Self.scripts(of: Shared.trusted).map { Act(method: .delete, fields: $0, shares: true) }
        case .untrustedOrigin:
            try Self.strangers.flatMap { try Self.scripts(of: $0) }
                .map { Act(fields: $0, shares: true, asksBefore: true) }
        case .otherSite: [Act(fields: try Self.otherSite(subject.routes.method))]
        case .parallel: [Act(count: 100)]
        }
    }

    private static func methods(wrongFor subject: Subject) -> [HTTPRequest.Method] {
        let all: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        return all.filter { $0 != subject.routes.method && ($0 != .head || subject.routes.method != .get) }
    }

    /// Of any type, or none, well formed or not.
    private static let bodies: [(fields: HTTPFields, text: String)] = [
        ([:], "{}"), ([.contentType: "text/plain"], "hola"), ([.contentType: "application/json"], #"{"a":"#),
        ([.contentType: "multipart/form-data"], "--x"), ([.contentType: "nonsense"], "\0\u{FF}"),
        ([.contentType: "application/x-www-form-urlencoded"], "%ZZ&_method=DELETE"),
    ]

    private static let prefetches = [
        ("Sec-Purpose", "prefetch"), ("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"),
        ("X-Moz", "prefetch"),
    ]

    private static func act(answering text: String) -> Act {
        Act(service: .talking(.answer(text)), isLive: true)
    }

    private static func act(lastWords text: String) -> Act {
        Act(service: .talking(.lastWords(text)), isLive: true)
    }

    private static let strangers = [
        "https://evil.example", "https://app.example.evil.example", "https://x.app.example", "http://app.example",
        "null",
    ]

    /// With `credentials: 'include'`, as new browsers and old ones send it.
    private static func scripts(of origin: String) throws -> [HTTPFields] {
        let site = try HTTPFields.named("Sec-Fetch-Site", "cross-site") + HTTPFields.named("Sec-Fetch-Mode", "cors")
        return [[.origin: origin], [.origin: origin] + site]
    }

    /// A link names no origin, a form does.
    private static func otherSite(_ method: HTTPRequest.Method) throws -> HTTPFields {
        let site = try HTTPFields.named("Sec-Fetch-Site", "cross-site") + HTTPFields.named("Sec-Fetch-Mode", "navigate")
        return method == .get ? site : site + [.origin: "https://evil.example"]
    }
}

extension HTTPFields {
    static func named(_ name: String, _ value: String) throws -> HTTPFields {
        [try #require(HTTPField.Name(name)): value]
    }
}
