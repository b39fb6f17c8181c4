import NIOCore

/// The shell between a channel and its line: bytes in, replies out.
final class LineHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var core: LineCore?
    private var context: ChannelHandlerContext?
    private var reader = RESPReader()
    private var received = ByteBuffer()
    /// Why the connection ended.
    private(set) var fault = LineFault.lost("the server ended the connection")

    init(_ core: LineCore) {
        self.core = core
    }

    /// Sends bytes at once.
    func say(_ bytes: ByteBuffer) {
        context?.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    /// Ends the connection; nothing is told of it any more.
    func hangUp() {
        core = nil
        context?.close(promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        core = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if received.readableBytes == 0 { received = bytes } else { received.writeBuffer(&bytes) }
        do {
            while let core, let value = try reader.next(from: &received) { core.received(value, from: self) }
            if received.readableBytes == 0 { received = ByteBuffer() } else { received.discardReadBytes() }
        } catch {
            self.fault = LineFault(error)
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fault = (error as? IOError).map { .lost("the connection broke: errno \($0.errnoCode)") } ?? LineFault(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        core?.ended(self)
        context.fireChannelInactive()
    }
}
