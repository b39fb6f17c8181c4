import NIOCore
import Sessions

/// One call of a store: what it is called in errors, and by when all has to be done that it asks of the server.
struct RedisCall: Sendable {
    /// What came back.
    struct Reply {
        let value: RESPValue
        /// Whether the request may have been carried out before, since the reply to a first try was lost.
        let isSecond: Bool
    }

    let client: RedisClient
    let operation: String
    let deadline: NIODeadline

    /// Sends a request.
    ///
    /// - Parameters:
    ///   - request: what is sent.
    ///   - place: in a cluster, of the primary that is asked, whoever has the key.
    /// - Returns: the reply, an error too.
    /// - Throws: `StoreError` where there is none.
    func send(_ request: some RedisRequest, at place: Int? = nil) async throws(StoreError) -> Reply {
        let (outcome, isSecond) = await client.send(request, to: place, by: deadline)
        switch outcome {
        case .reply(let value): return Reply(value: value, isSecond: isSecond)
        case .unsent(let fault): throw StoreError(operation, .unavailable, cause: fault.words)
        case .lost(let fault):
            let doubt = request.mayRepeat ? "" : "; whether it was carried out is unknown"
            throw StoreError(operation, .unavailable, cause: fault.words + doubt)
        }
    }

    /// Sends a request to which an error is no answer.
    func ask(_ request: some RedisRequest, at place: Int? = nil) async throws(StoreError) -> RESPValue {
        let value = try await send(request, at: place).value
        if case .error(let refusal) = value { throw refused(refusal) }
        return value
    }

    /// Sends commands of which none may be refused.
    ///
    /// - Returns: their replies.
    func ask(_ pipeline: Pipeline) async throws(StoreError) -> [RESPValue] {
        let reply = try await send(pipeline).value
        guard case .array(let values) = reply else { throw unexpected(reply) }
        for case .error(let refusal) in values { throw refused(refusal) }
        return values
    }

    /// Carries out a script, of which the server may not know yet.
    func run(_ script: ScriptRequest) async throws(StoreError) -> RESPValue {
        let value = try await send(script).value
        guard case .error(let refusal) = value else { return value }
        guard refusal.code == "NOSCRIPT" else { throw refused(refusal) }
        var whole = script
        whole.sendsText = true
        return try await ask(whole)
    }

    /// How many primaries there are to be walked through; 0 where no node of a cluster answers.
    func primaryCount() async -> Int {
        await client.primaryCount(by: deadline)
    }

    func refused(_ refusal: RedisRefusal) -> StoreError {
        StoreError(operation, .unavailable, cause: refusal.words)
    }

    /// A reply that fits no question of ours.
    func unexpected(_ value: RESPValue) -> StoreError {
        let kind =
            switch value {
            case .status: "a word"
            case .error: "an error"
            case .number: "a number"
            case .bytes: "a text"
            case .null: "nothing"
            case .array: "a list"
            }
        return StoreError(
            operation, .unavailable, cause: "the server answered with \(kind), which was not expected")
    }
}
