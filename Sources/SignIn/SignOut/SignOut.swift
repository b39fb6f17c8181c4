public import HTTPTypes

/// A sign-out: its steps, in order.
///
/// Prints as the steps do, one a line, so that a declaration can be read in a log or a test.
public struct SignOut: Sendable, CustomStringConvertible {
    private let steps: [any SignOutStep]

    /// - Parameter steps: run in this order.
    public init(@SignOutBuilder _ steps: () -> [any SignOutStep]) {
        self.steps = steps()
    }

    /// Runs the steps.
    ///
    /// - Parameters:
    ///   - run: the request.
    ///   - isSafe: only what answers is run, nothing ends: for HEAD and speculative loads.
    /// - Returns: the answer.
    /// - Throws: what a step throws; the steps behind it are not run.
    public func callAsFunction(_ run: SignOutRun, isSafe: Bool = false) async throws -> SignOutAnswer {
        var run = run
        for step in steps where step.onlyAnswers || !isSafe { try await step.run(&run) }
        return run.answer
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

/// One step of a sign-out.
public protocol SignOutStep: Sendable, CustomStringConvertible {
    /// Whether it makes the answer and ends nothing.
    var onlyAnswers: Bool { get }

    /// Does it.
    ///
    /// - Parameter run: the request, and the answer as the steps before made it.
    /// - Throws: if the sign-out cannot go on.
    func run(_ run: inout SignOutRun) async throws
}

extension SignOutStep {
    /// A step ends something unless it says otherwise.
    public var onlyAnswers: Bool { false }
}

/// Lists steps one under the other; `if` and `else` may stand between them.
@resultBuilder
public enum SignOutBuilder {
    /// One step.
    public static func buildExpression(_ step: any SignOutStep) -> [any SignOutStep] {
        [step]
    }

    /// All of them.
    public static func buildBlock(_ steps: [any SignOutStep]...) -> [any SignOutStep] {
        steps.flatMap { $0 }
    }

    /// Those below an `if`.
    public static func buildOptional(_ steps: [any SignOutStep]?) -> [any SignOutStep] {
        steps ?? []
    }

    /// Those below an `if` that has an `else`.
    public static func buildEither(first steps: [any SignOutStep]) -> [any SignOutStep] {
        steps
    }

    /// Those below an `else`.
    public static func buildEither(second steps: [any SignOutStep]) -> [any SignOutStep] {
        steps
    }
}
