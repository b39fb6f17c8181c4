import Synchronization

/// What the nodes have acknowledged, to be held against what is there afterwards.
final class Ledger: Sendable {
    /// One session, as its client knows it.
    struct Entry: Sendable {
        let cookie: String
        /// How many values were acknowledged.
        var values = 0
        /// How many more may be there: of these no answer has come, or an error.
        var doubtful = 0
        /// The client was told that it is signed out.
        var isSignedOut = false
    }

    /// How the requests were answered.
    struct Answers: Sendable {
        var good = 0
        /// 503 with `Retry-After`.
        var unavailable = 0
        /// Anything else, such as no answer at all.
        var other: [String] = []
        var slowest = Duration.zero
        /// When the last request was answered otherwise than well.
        var lastFault: ContinuousClock.Instant?
    }

    private let entries = Mutex<[Entry]>([])
    private let tally = Mutex(Answers())

    var answers: Answers { tally.withLock { $0 } }

    /// The sessions that have been noted.
    var sessions: [Entry] { entries.withLock { $0 } }

    /// Notes a session, when its client does no more with it.
    func note(_ entry: Entry) {
        entries.withLock { $0.append(entry) }
    }

    /// Notes the answer to a request.
    ///
    /// - Parameters:
    ///   - answer: what came; `nil`: nothing.
    ///   - expected: the status that says that all is well.
    ///   - start: when it was sent.
    /// - Returns: whether it was as expected.
    func note(
        _ answer: TrialClient.Answer?, expecting expected: UInt, since start: ContinuousClock.Instant
    ) -> Bool {
        let now = ContinuousClock.now
        return tally.withLock { tally in
            tally.slowest = max(tally.slowest, now - start)
            guard answer?.status == expected else {
                tally.lastFault = now
                if answer?.status == 503, answer?.retryAfter != nil {
                    tally.unavailable += 1
                } else {
                    tally.other.append(answer.map { "\($0.status)" } ?? "no answer")
                }
                return false
            }
            tally.good += 1
            return true
        }
    }
}
