import Synchronization

/// A compiled view, linked to the views it includes.
///
/// It never changes.
final class Program: Sendable {
    let code: Code
    /// For each place of an include, the number of the view; `nil` where the path is worked out at run time.
    let targets: [Int?]
    /// Whether the view, or one that it may include, changes lists or objects.
    let changesObjects: Bool
    private let lastSize = Atomic<Int>(1024)

    private static let mostReserved = 1 << 20

    init(code: Code, targets: [Int?], changesObjects: Bool) {
        self.code = code
        self.targets = targets
        self.changesObjects = changesObjects
    }

    /// How many bytes to reserve: a little more than the last output took.
    var expectedSize: Int { lastSize.load(ordering: .relaxed) }

    /// Takes note of the size of an output.
    func took(_ size: Int) { lastSize.store(min(size + 64, Self.mostReserved), ordering: .relaxed) }
}
