import Synchronization

/// One call: what is to be done on a connection, until when, and who is told the answer.
struct PostgresJob: Sendable {
    let deadline: ContinuousClock.Instant
    /// Does it and gives the answer; throws what a further try may mend, or what has to be told by ``fail``.
    let run: @Sendable (PostgresConnection) throws(PostgresFault) -> Void
    /// Gives the answer that it came to nothing.
    let fail: @Sendable (PostgresFault) -> Void
    /// Takes it up; false where it was answered meanwhile.
    let begin: @Sendable () -> Bool
    /// Answers it where nobody has taken it up.
    let expire: @Sendable () -> Void

    init<Answer: Sendable>(
        until deadline: ContinuousClock.Instant,
        _ body: @escaping @Sendable (PostgresConnection) throws(PostgresFault) -> Answer,
        answer: @escaping @Sendable (Result<Answer, PostgresFault>) -> Void
    ) {
        let reply = Reply(answer)
        self.deadline = deadline
        run = { connection throws(PostgresFault) in
            let value = try body(connection)
            reply.give(.success(value))
        }
        fail = { reply.give(.failure($0)) }
        begin = { reply.begin() }
        expire = { reply.expire() }
    }
}

/// Who waits for an answer: told once.
private final class Reply<Answer: Sendable>: Sendable {
    private struct State {
        var tell: (@Sendable (Result<Answer, PostgresFault>) -> Void)?
        var hasBegun = false
    }

    private let state: Mutex<State>

    init(_ tell: @escaping @Sendable (Result<Answer, PostgresFault>) -> Void) {
        state = Mutex(State(tell: tell))
    }

    func begin() -> Bool {
        state.withLock { state in
            state.hasBegun = true
            return state.tell != nil
        }
    }

    func give(_ answer: Result<Answer, PostgresFault>) {
        let tell = state.withLock { $0.tell.take() }
        tell?(answer)
    }

    func expire() {
        let tell = state.withLock { $0.hasBegun ? nil : $0.tell.take() }
        tell?(.failure(.waitedTooLong))
    }
}
