import SignIn
import Synchronization

/// A step that notes that it ran, and fails where it is told to.
struct ScriptedStep: SignOutStep {
    /// What ran, in order.
    final class Trail: Sendable {
        private let names = Mutex<[String]>([])

        var all: [String] { names.withLock { $0 } }

        func add(_ name: String) {
            names.withLock { $0.append(name) }
        }
    }

    let name: String
    let trail: Trail
    var error: (any Error)?
    var reason: String?

    init(_ name: String, _ trail: Trail = Trail(), throwing error: (any Error)? = nil, skipping reason: String? = nil) {
        self.name = name
        self.trail = trail
        self.error = error
        self.reason = reason
    }

    func run(_ run: inout SignOutRun) async throws {
        trail.add(name)
        if let reason { run.skip(reason) }
        if let error { throw error }
    }

    var description: String { name }
}

/// An error of a stranger, which prints what no log may show.
struct LeakingError: Error, CustomStringConvertible {
    let description = "the token was s3cret"
}
