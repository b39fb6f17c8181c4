import HTTPCookies

/// How long one session may live.
struct Lifetime: Hashable, Sendable {
    /// How long it lives without a request.
    let idleLimit: Duration
    /// When it ends whatever happens; `nil`: never.
    let end: Instant?

    /// The limits of one record: its cookie's `maxAge`, else those of the policy.
    ///
    /// - Parameters:
    ///   - policy: what the app wants.
    ///   - maxAge: the cookie's.
    ///   - times: a record without them, begun in Express, counts as signed in to, since nobody can say, and has no
    ///     end.
    init(_ policy: Policy, maxAge: Duration?, times: SessionTimes?) {
        let isAnonymous = times != nil && times?.renewed == nil
        idleLimit = maxAge ?? (isAnonymous ? policy.anonymousIdleLimit : policy.idleLimit)
        end = if let created = times?.created, let limit = policy.absoluteLimit { created + limit } else { nil }
    }

    /// When it ends if nothing more happens.
    func expiry(from now: Instant) -> Instant {
        min(now + idleLimit, end ?? now + idleLimit)
    }

    /// Whether it is over, whatever the store says.
    func hasEnded(at now: Instant) -> Bool {
        end.map { $0 <= now } ?? false
    }

    /// The expiry to which a touch should move the record; `nil`: the one that it has is near enough.
    ///
    /// Near enough is within a minute, or 1/20 of the idle limit if that is shorter.
    ///
    /// - Parameters:
    ///   - expiry: that of the record.
    ///   - now: the moment of the touch.
    ///   - always: whether any later expiry is worth a touch.
    /// - Returns: never an earlier one than the record has.
    func touch(from expiry: Instant, now: Instant, always: Bool = false) -> Instant? {
        let new = self.expiry(from: now)
        let step = always ? .milliseconds(1) : min(.seconds(60), idleLimit / 20)
        return new - expiry >= step ? new : nil
    }
}
