/// A moment in UTC, counted in whole milliseconds: the resolution of JavaScript's `Date`.
public struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
    public let milliseconds: Int64

    /// - Parameter milliseconds: milliseconds since 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// 1970-01-01T00:00:00Z: the date with which a cookie is expired.
    public static let epoch = Instant(milliseconds: 0)

    /// Orders by time.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment `duration` later, to the millisecond; stays at the ends of the range instead of overflowing.
    public static func + (instant: Instant, duration: Duration) -> Instant {
        let (sum, overflows) = instant.milliseconds.addingReportingOverflow(duration.milliseconds)
        return Instant(milliseconds: overflows ? (duration < .zero ? .min : .max) : sum)
    }

    /// The time from `earlier` to `later`; negative when they are the other way round.
    public static func - (later: Instant, earlier: Instant) -> Duration {
        let (difference, overflows) = later.milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return .milliseconds(overflows ? (later < earlier ? .min : .max) : difference)
    }
}

extension Duration {
    /// The whole milliseconds in it, rounded towards zero; stays at the ends of the range instead of overflowing.
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflows) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, carries) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return overflows || carries ? (seconds < 0 ? .min : .max) : sum
    }
}
