import Portero

/// What both apps of a walk are told alike.
struct WalkOptions: Hashable, Sendable, CustomStringConvertible {
    let resave: Bool
    let rolling: Bool
    let saveUninitialized: Bool
    let maxAge: Duration?

    static let secrets = ["the newest secret ñ", "keyboard cat"]
    /// How long a session lives whose cookie has no lifetime: connect-redis's day.
    static let timeToLive = Duration.seconds(86_400)

    /// The whole product.
    static let all = [nil, .seconds(600)].flatMap { (maxAge: Duration?) in
        [false, true].flatMap { resave in
            [false, true].flatMap { rolling in
                [false, true].map { saveUninitialized in
                    WalkOptions(
                        resave: resave, rolling: rolling, saveUninitialized: saveUninitialized, maxAge: maxAge)
                }
            }
        }
    }

    /// The same for Portero.
    var sessionOptions: SessionOptions {
        var options = SessionOptions()
        options.policy = .express
        options.policy.resave = resave
        options.policy.rolling = rolling
        options.policy.saveUninitialized = saveUninitialized
        options.policy.idleLimit = Self.timeToLive
        options.policy.anonymousIdleLimit = Self.timeToLive
        options.cookie.secure = .never
        options.cookie.sameSite = .absent
        options.cookie.maxAge = maxAge
        return options
    }

    var description: String {
        let flags = [("resave", resave), ("rolling", rolling), ("saveUninitialized", saveUninitialized)]
        let age = maxAge.map { "maxAge \($0.milliseconds)" } ?? "no maxAge"
        return (flags.filter(\.1).map(\.0) + [age]).joined(separator: ", ")
    }
}
