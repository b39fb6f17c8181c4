/// When a server that could not be reached is tried again: not by every call, and ever more rarely, up to once a
/// second.
struct Reconnection {
    static let shortest = Duration.milliseconds(50)
    static let longest = Duration.seconds(1)

    private var pause: Duration?
    private var gate: ContinuousClock.Instant?
    private var fault: PostgresFault?

    /// Asks for leave to connect.
    ///
    /// - Returns: `nil`: try, and tell how it went; else why not yet. Of those who ask after a pause one may try.
    mutating func refusal(at now: ContinuousClock.Instant) -> PostgresFault? {
        guard let gate, let fault, let pause else { return nil }
        if now < gate { return fault }
        self.gate = now + pause
        return nil
    }

    /// Whether the next to ask may try.
    func isOpen(at now: ContinuousClock.Instant) -> Bool {
        gate.map { $0 <= now } ?? true
    }

    /// Several may have tried at once; together they count as one failure.
    mutating func failed(
        _ fault: PostgresFault, at now: ContinuousClock.Instant, begunAt start: ContinuousClock.Instant
    ) {
        self.fault = fault
        if let gate, let pause, start < gate - pause { return }
        let next = min(pause.map { $0 * 2 } ?? Self.shortest, Self.longest)
        pause = next
        gate = now + next
    }

    mutating func succeeded() {
        self = Reconnection()
    }
}
