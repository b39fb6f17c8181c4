public import HTTPTypes
import Sessions

/// Answers with JSON.
public struct Reply: SignOutStep {
    private let json: String
    private let status: HTTPResponse.Status

    /// - Parameters:
    ///   - json: the body, sent as it is.
    ///   - status: 200 where nothing is said.
    ///
    /// Traps where the body is no JSON, since this runs at start-up.
    public init(_ json: String, status: HTTPResponse.Status = .ok) {
        precondition(RawValue(json: json.utf8) != nil, "reply of a sign-out: expected JSON, met \(json)")
        self.json = json
        self.status = status
    }

    /// It ends nothing.
    public var onlyAnswers: Bool { true }

    /// Sets status and body; header fields that stand, such as expired cookies, are kept, but for a redirect's.
    public func run(_ run: inout SignOutRun) {
        run.answer.silence()
        run.answer.status = status
        run.answer.reply(json: json)
    }

    /// `reply {…}`, with the status where it is not 200.
    public var description: String {
        status == .ok ? "reply \(json)" : "reply \(status.code) \(json)"
    }
}
