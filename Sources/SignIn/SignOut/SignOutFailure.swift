import HTTPTypes
public import Sessions

/// A step failed, and the declaration does not say what then.
///
/// What stood before the step has been done, what stood behind it has not.
public struct SignOutFailure: Error, CustomStringConvertible {
    /// Why, without a secret.
    public let reason: String
    /// The answer: 503 with `Retry-After` where a store is down, else 500, without a body.
    ///
    /// The header fields of the steps before stand in it, so that a cookie which one of them expired is cleared.
    public let answer: SignOutAnswer

    init(_ error: any Error, after answer: SignOutAnswer) {
        reason = SignIn.reason(of: error)
        var answer = answer
        answer.silence()
        let store = error as? StoreError
        answer.status = store?.status ?? .internalServerError
        answer.headers.append(contentsOf: store?.headers ?? [:])
        self.answer = answer
    }

    /// The reason.
    public var description: String { "the sign-out stopped: \(reason)" }
}

/// An error whose text holds no secret, so that logs and events may tell it.
public protocol SecretFreeError: Error, CustomStringConvertible {}

extension StoreError: SecretFreeError {}

/// What may be told of an error: a stranger's may hold a header field, so only its type.
func reason(of error: any Error) -> String {
    switch error {
    case let error as any SecretFreeError: error.description
    case let error as FailureWithReply: reason(of: error.cause)
    default: "\(type(of: error))"
    }
}
