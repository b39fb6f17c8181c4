public import HTTPCookies

/// Why sessions cannot be kept in the way that the options ask for; says what was met and what was expected.
public enum SessionOptionsError: Error, Hashable, CustomStringConvertible {
    /// The option of this name, a time, is zero or less.
    case limitOver(String, Duration)
    /// ``CookieOptions/expires`` has come.
    case expiresOver(Instant)
    /// ``Policy/cookieTries`` is zero or less.
    case noCookieTried(Int)
    /// There is a ``Policy/absoluteLimit``, but ``Policy/keepsTimes`` is off.
    case absoluteLimitWithoutTimes

    /// What was met, what was expected, and why.
    public var description: String {
        switch self {
        case .limitOver(let name, let met):
            "\(name) is \(met), expected more than 0: every session would be over when it begins"
        case .expiresOver(let met):
            "cookie.expires is \(met.iso8601), expected a moment to come: every session would be over when it begins"
        case .noCookieTried(let met):
            "policy.cookieTries is \(met), expected at least 1: no request would find its session"
        case .absoluteLimitWithoutTimes:
            "policy.absoluteLimit is set and policy.keepsTimes is off, expected it to be on: without times in the "
                + "record nobody can say when a session began"
        }
    }
}
