/// Steps of which each runs though one before it failed; if one failed, all of them count as failed, with its error.
///
/// For several tokens that must all be revoked, before the answer says that one could not be:
/// `AttemptAll { … }.onFailure(reply)`.
public struct AttemptAll: SignOutGroup {
    private let steps: [any SignOutStep]

    /// - Parameter steps: run in this order.
    public init(@SignOutBuilder _ steps: () -> [any SignOutStep]) {
        self.steps = steps()
    }

    /// Whether all of them do.
    public var onlyAnswers: Bool { steps.allSatisfy(\.onlyAnswers) }

    /// Throws the first error, when all have run.
    public func run(_ run: inout SignOutRun) async throws {
        var first: (any Error)?
        for step in steps {
            do {
                try await run.attempt(step)
            } catch {
                first = first ?? error
            }
        }
        if let first { throw first }
    }

    /// `attempt all below`, and the steps, indented.
    public var description: String {
        let lines = steps.flatMap { $0.description.split(separator: "\n") }
        return (["attempt all below"] + lines.map { "  " + $0 }).joined(separator: "\n")
    }
}
