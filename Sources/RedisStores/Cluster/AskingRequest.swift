import NIOCore

/// A request to a node that is about to take over the slot: `ASKING` before each of its commands.
struct AskingRequest<Request: RedisRequest>: RedisRequest {
    let request: Request

    var key: RedisKey? { request.key }
    var replies: Int { 2 * request.replies }
    var mayRepeat: Bool { request.mayRepeat }

    func write(to buffer: inout ByteBuffer) {
        var commands = ByteBuffer()
        request.write(to: &commands)
        // A command is an array, as replies are.
        var reader = RESPReader(limits: RESPReader.Limits(text: .max))
        while commands.readableBytes > 0 {
            var rest = commands
            // What we wrote ourselves is well-formed.
            guard (try? reader.next(from: &rest)) != nil,
                var command = commands.readSlice(length: commands.readableBytes - rest.readableBytes)
            else { return }
            buffer.writeCommand("ASKING", words: 1)
            buffer.writeBuffer(&command)
        }
    }

    /// The outcome that the request itself would have had.
    func outcome(of outcome: Outcome) -> Outcome {
        guard case .reply(.array(let values)) = outcome, values.count == replies else { return outcome }
        let own = values.indices.filter { $0 % 2 == 1 }.map { values[$0] }
        return .reply(own.count == 1 ? own[0] : .array(own))
    }
}
