/// Holds tasks back until it is opened, once and for all.
final class Gate: Sendable {
    private let opened: AsyncStream<Void>
    private let door: AsyncStream<Void>.Continuation

    init() {
        (opened, door) = AsyncStream.makeStream()
    }

    func open() {
        door.finish()
    }

    /// Returns once the gate is open; for one task.
    func pass() async {
        for await _ in opened {}
    }
}
