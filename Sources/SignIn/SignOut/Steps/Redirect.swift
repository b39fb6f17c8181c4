import HTTPTypes
import Sessions

/// Answers 302.
///
/// Where `Accept` prefers JSON, the body says the same; else it is empty.
public struct Redirect: SignOutStep {
    private let location: String

    /// - Parameter location: a path of this host, such as `/auth/signin`.
    public init(to location: String) {
        self.location = location
    }

    /// It ends nothing.
    public var onlyAnswers: Bool { true }

    /// Sets status, location and body.
    public func run(_ run: inout SignOutRun) {
        run.answer.silence()
        run.answer.status = .found
        run.answer.headers[.location] = location
        if Answer(acceptedBy: run.headers) == .json {
            let target = String(decoding: RawValue(location).bytes, as: UTF8.self)
            run.answer.reply(json: #"{"redirectTo":\#(target),"session":null,"loggedIn":false}"#)
        }
    }

    /// `redirect to /auth/signin`.
    public var description: String { "redirect to \(location)" }
}
