public import HTTPCookies

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Tells the time of day; passed in wherever time matters, so that tests can move it.
public protocol WallClock: Sendable {
    /// The present moment.
    func now() -> Instant
}

/// The machine's clock.
public struct SystemClock: WallClock {
    /// The machine's clock.
    public init() {}

    /// The present moment, to the millisecond.
    public func now() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
