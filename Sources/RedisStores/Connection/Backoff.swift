import NIOCore

/// How long to pause before the next try to connect: not at all the first time, then twice as long each time, with
/// jitter, so that a server that comes back is not met by everybody at once.
struct Backoff {
    static let shortest = TimeAmount.milliseconds(20)
    static let longest = TimeAmount.seconds(1)

    private var failures = 0

    /// - Parameter chance: a random number in 0..<1.
    /// - Returns: between half of the time that it is the turn of and all of it.
    mutating func next(_ chance: Double) -> TimeAmount {
        defer { failures += 1 }
        guard failures > 0 else { return .zero }
        let full = min(Self.shortest.nanoseconds << Int64(min(failures - 1, 16)), Self.longest.nanoseconds)
        return .nanoseconds(full / 2 + Int64(Double(full / 2) * chance))
    }

    /// The server has answered.
    mutating func reset() {
        failures = 0
    }
}
