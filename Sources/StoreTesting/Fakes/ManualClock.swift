public import HTTPCookies
public import Sessions
import Synchronization

/// A clock that stands still until a test moves it.
public final class ManualClock: WallClock {
    /// 2026-01-02T03:04:05.678Z: where a clock stands that is told nothing else.
    public static let start = Instant(milliseconds: 1_767_323_045_678)

    private let time: Mutex<Instant>

    /// - Parameter start: the first moment that it tells.
    public init(_ start: Instant = ManualClock.start) {
        time = Mutex(start)
    }

    /// The moment to which it was set last.
    public func now() -> Instant {
        time.withLock { $0 }
    }

    /// Moves it forward, or back by a negative duration.
    public func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }

    /// Moves it to a moment.
    public func set(_ moment: Instant) {
        time.withLock { $0 = moment }
    }
}
