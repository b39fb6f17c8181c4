public import HTTPTypes
import Logging
import Sessions

/// A sign-out: its steps, in order.
///
/// Prints as the steps do, one a line, so that a declaration can be read in a log or a test. Each run logs one event at
/// notice and shows it to the observer, unless it is a safe one.
public struct SignOut: Sendable, CustomStringConvertible {
    private let steps: [any SignOutStep]
    private let observer: @Sendable (SignOutEvent) -> Void

    /// - Parameters:
    ///   - observer: sees what each run did, before its answer goes out; must not block.
    ///   - steps: run in this order.
    public init(
        observer: @escaping @Sendable (SignOutEvent) -> Void = { _ in },
        @SignOutBuilder _ steps: () -> [any SignOutStep]
    ) {
        self.steps = steps()
        self.observer = observer
    }

    /// Runs the steps, to the end even where the task is cancelled: a client that hangs up undoes nothing.
    ///
    /// - Parameters:
    ///   - run: the request.
    ///   - isSafe: only what answers is run, nothing ends: for HEAD and speculative loads.
    /// - Returns: the answer.
    /// - Throws: ``SignOutFailure`` where a step failed and the declaration does not say what then.
    public func callAsFunction(
        _ run: SignOutRun, isSafe: Bool = false
    ) async throws(SignOutFailure) -> SignOutAnswer {
        var run = run
        run.isSafe = isSafe
        let first = run
        return try await shielded { () async throws(SignOutFailure) in try await self.carryOut(first) }
    }

    private func carryOut(_ run: SignOutRun) async throws(SignOutFailure) -> SignOutAnswer {
        let start = ContinuousClock.now
        var run = run
        do throws(SignOutFailure) {
            try await runSteps(&run)
            tell(run, run.answer, since: start)
            return run.answer
        } catch {
            tell(run, error.answer, since: start)
            throw error
        }
    }

    private func runSteps(_ run: inout SignOutRun) async throws(SignOutFailure) {
        do {
            for step in steps { try await run.attempt(step) }
        } catch {
            run.logger.error("a sign-out stopped", metadata: ["error": "\(reason(of: error))"])
            guard let failure = error as? FailureWithReply else { throw SignOutFailure(error, after: run.answer) }
            failure.reply.run(&run)
        }
    }

    private func tell(_ run: SignOutRun, _ answer: SignOutAnswer, since start: ContinuousClock.Instant) {
        guard !run.isSafe else { return }
        let event = SignOutEvent(run, answer, took: .now - start)
        run.logger.notice("sign-out", metadata: event.metadata)
        observer(event)
    }

    /// Whether a browser loads a page that nobody has asked for yet; such a load must have no effect.
    ///
    /// Source: `Sec-Purpose` of the Fetch standard, and Safari's and Firefox's older `Purpose` and `X-Moz`.
    public static func isSpeculative(_ headers: HTTPFields) -> Bool {
        [HTTPField.Name("Sec-Purpose"), HTTPField.Name("Purpose"), HTTPField.Name("X-Moz")].contains { name in
            name.flatMap { headers[$0] }?.lowercased().contains("prefetch") == true
        }
    }

    /// The steps, one a line.
    public var description: String {
        steps.map(\.description).joined(separator: "\n")
    }
}
