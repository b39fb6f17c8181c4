import NIOCore

/// One connection of an attack.
final class Attacker: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let manner: Manner
    private let tally: Tally
    private var reader = ResponseReader()
    private var began = NIODeadline.now()
    private var hasEnded = false

    init(_ manner: Manner, _ tally: Tally) {
        self.manner = manner
        self.tally = tally
    }

    func channelActive(context: ChannelHandlerContext) {
        began = .now()
        tally.open()
        if let opening = manner.opening { say(opening, context) }
        if let drip = manner.drip { schedule(drip, after: drip.every.scaled(by: .random(in: 0...1)), context) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        let statuses = reader.read(&bytes)
        guard !statuses.isEmpty else { return }
        tally.answer(statuses)
        if manner.repeats, let opening = manner.opening { say(opening, context) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            end()
            // An attacker that goes on talking lets go only when it is thrown out.
            if manner.drip == nil { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset: the server has thrown it out.
        context.close(promise: nil)
    }

    private func end() {
        guard !hasEnded else { return }
        hasEnded = true
        tally.end(after: .now() - began)
    }

    private func say(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    private func schedule(_ drip: Manner.Drip, after delay: TimeAmount, _ context: ChannelHandlerContext) {
        _ = context.eventLoop.assumeIsolated().scheduleTask(in: delay) {
            guard context.channel.isActive else { return }
            self.say(drip.bytes, context)
            self.schedule(drip, after: drip.every, context)
        }
    }
}

/// How an attacker behaves on a connection.
struct Manner: Sendable {
    /// Bytes that are sent now and then.
    struct Drip: Sendable {
        let bytes: ByteBuffer
        let every: TimeAmount
    }

    /// What it says first.
    var opening: ByteBuffer?
    /// Whether it says it again after each answer.
    var repeats = false
    var drip: Drip?
    /// Whether it takes what the server sends.
    var reads = true
}

extension TimeAmount {
    fileprivate func scaled(by factor: Double) -> TimeAmount {
        .nanoseconds(Int64(Double(nanoseconds) * factor))
    }
}
