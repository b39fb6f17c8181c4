import Logging

extension SignOutStep {
    /// The steps behind run though this one failed; the failure is logged at warning and stands in the event.
    public func ignoringFailure() -> some SignOutStep {
        IgnoringFailure(base: self)
    }

    /// Where this step fails, the sign-out stops and answers `reply`.
    ///
    /// What the steps before did stands: a cookie that one of them expired is cleared. So a step that the client shall
    /// be able to try again stands before the cookies are expired.
    public func onFailure(_ reply: Reply) -> some SignOutStep {
        ReplyingOnFailure(base: self, reply: reply)
    }
}

private struct IgnoringFailure<Base: SignOutStep>: SignOutGroup {
    let base: Base

    var onlyAnswers: Bool { base.onlyAnswers }

    func run(_ run: inout SignOutRun) async {
        let start = run.reports.count
        do {
            try await run.perform(base)
        } catch {
            run.logger.warning(
                "a step of a sign-out failed, which is ignored",
                metadata: ["step": "\(base.title)", "error": "\(reason(of: error))"])
            run.forgive(since: start)
        }
    }

    var description: String { base.description(adding: ", ignoring failure") }
}

private struct ReplyingOnFailure<Base: SignOutStep>: SignOutGroup {
    let base: Base
    let reply: Reply

    var onlyAnswers: Bool { base.onlyAnswers }

    func run(_ run: inout SignOutRun) async throws {
        do {
            try await run.perform(base)
        } catch let error as FailureWithReply {
            throw error
        } catch {
            throw FailureWithReply(cause: error, reply: reply)
        }
    }

    var description: String { base.description(adding: ", on failure \(reply)") }
}

/// A failure of which the declaration says what is answered.
struct FailureWithReply: Error {
    let cause: any Error
    let reply: Reply
}

extension SignOutStep {
    /// The first line, which names it.
    fileprivate var title: Substring {
        description.prefix { $0 != "\n" }
    }

    /// What it does and what is done then; what it holds stands below.
    fileprivate func description(adding suffix: String) -> String {
        title + suffix + description.dropFirst(title.count)
    }
}
