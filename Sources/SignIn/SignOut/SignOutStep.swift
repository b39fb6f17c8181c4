/// One step of a sign-out.
///
/// A step prints as what it does, in a few words that a newcomer can read; no secret stands in them.
public protocol SignOutStep: Sendable, CustomStringConvertible {
    /// Whether it makes the answer and ends nothing.
    var onlyAnswers: Bool { get }

    /// Whether the steps behind it run though it has failed, where the list says nothing of its failure.
    ///
    /// For a step that sees itself to what it could not do, and logs it.
    var isBestEffort: Bool { get }

    /// Does it; calls ``SignOutRun/skip(_:)`` where there is nothing to do.
    ///
    /// It is not cancelled when the client hangs up.
    ///
    /// - Parameter run: the request, and the answer as the steps before made it.
    /// - Throws: if it failed. Logs and events tell of a ``SecretFreeError`` what it says, of any other only its type.
    func run(_ run: inout SignOutRun) async throws
}

extension SignOutStep {
    /// A step ends something unless it says otherwise.
    public var onlyAnswers: Bool { false }

    /// A failure counts unless the step says otherwise.
    public var isBestEffort: Bool { false }
}

/// A step made of others, each of which notes itself what it did.
protocol SignOutGroup: SignOutStep {}

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
