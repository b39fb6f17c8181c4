public import HTTPCookies
import HTTPTypes
public import Logging

/// What one run of a sign-out did, for an audit trail; holds no token, no cookie and no session id.
public struct SignOutEvent: Hashable, Sendable {
    /// What one step did.
    public enum Outcome: Hashable, Sendable {
        /// It did what it says.
        case done
        /// There was nothing to do, and why.
        case skipped(String)
        /// It failed, and why; the steps behind ran all the same.
        case ignored(String)
        /// It failed, and why.
        case failed(String)
    }

    /// A step that ends something.
    public struct Step: Hashable, Sendable, CustomStringConvertible {
        /// What it says that it does, such as `destroy the session`.
        public let name: String
        /// What it did.
        public private(set) var outcome: Outcome

        mutating func forgive() {
            if case .failed(let reason) = outcome { outcome = .ignored(reason) }
        }

        /// Such as `destroy the session: skipped, nobody is signed in`.
        public var description: String {
            switch outcome {
            case .done: "\(name): done"
            case .skipped(let reason): "\(name): skipped, \(reason)"
            case .ignored(let reason): "\(name): failed, ignored, \(reason)"
            case .failed(let reason): "\(name): failed, \(reason)"
            }
        }
    }

    /// When the answer was ready.
    public let time: Instant
    /// The request's method.
    public let method: String
    /// The route's pattern; `nil`: not known.
    public let route: String?
    /// Who signed out, as far as the session or a step could tell.
    public let user: UserID?
    /// The client's address; `nil`: not known.
    public let client: String?
    /// The steps that ran, in their order; those that only answer are left out.
    public let steps: [Step]
    /// What was answered.
    public let status: Int
    /// How long the steps took.
    public let duration: Duration

    init(_ run: SignOutRun, _ answer: SignOutAnswer, took duration: Duration) {
        time = run.now
        method = run.method.rawValue
        route = run.route
        user = run.user
        client = run.client
        steps = run.reports
        status = answer.status.code
        self.duration = duration
    }

    /// Whether no step failed, ignored or not.
    public var isComplete: Bool {
        steps.allSatisfy { step in
            switch step.outcome {
            case .done, .skipped: true
            case .ignored, .failed: false
            }
        }
    }

    /// The event as a log line has it; what is not known is left out.
    public var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "event": "sign-out", "method": "\(method)", "status": "\(status)", "ms": "\(duration.milliseconds)",
            "complete": "\(isComplete)", "steps": .array(steps.map { "\($0)" }),
        ]
        if let route { metadata["route"] = "\(route)" }
        if let user { metadata["user"] = "\(user)" }
        if let client { metadata["client"] = "\(client)" }
        return metadata
    }
}
