import HTTPCookies

/// Says when something that happens often is to be told again.
struct Reminder: Sendable {
    private let pause: Duration
    private var last: Instant?

    init(every pause: Duration) {
        self.pause = pause
    }

    /// Whether it is to be told now; then not again before the pause is over, or the clock has been set back.
    mutating func isDue(at now: Instant) -> Bool {
        if let last, last <= now, now - last < pause { return false }
        last = now
        return true
    }
}
