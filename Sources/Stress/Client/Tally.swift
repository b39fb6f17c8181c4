import NIOCore
import Synchronization

/// What became of the connections of an attack.
final class Tally: Sendable {
    struct Counts: Sendable {
        /// How many were let in by the system.
        var opened = 0
        /// How many the server has ended.
        var ended = 0
        /// How long the first and the last of those lived.
        var shortest: Duration?
        var longest: Duration?
        var statuses: [Int: Int] = [:]

        /// How many are there.
        var open: Int { opened - ended }
    }

    private let state = Mutex(Counts())

    var counts: Counts { state.withLock { $0 } }

    func open() {
        state.withLock { $0.opened += 1 }
    }

    func end(after age: TimeAmount) {
        let age = Duration(age)
        state.withLock { counts in
            counts.ended += 1
            counts.shortest = min(counts.shortest ?? age, age)
            counts.longest = max(counts.longest ?? age, age)
        }
    }

    func answer(_ statuses: [Int]) {
        state.withLock { counts in
            for status in statuses { counts.statuses[status, default: 0] += 1 }
        }
    }
}
