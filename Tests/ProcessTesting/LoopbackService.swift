import NIOCore
import NIOPosix
package import NIOSSL
import Synchronization

/// A server on this machine that answers each request in one way, right or wrong.
package struct LoopbackService: Sendable {
    /// What it does when a request's head is there.
    package enum Manner: Sendable {
        /// Sends these bytes.
        case answer(String)
        /// Sends these bytes, and ends the connection.
        case lastWords(String)
        /// Sends these bytes, and then others until the client ends the connection.
        case endless(String, String)
        /// Sends these bytes before there is a request.
        case greeting(String)
    }

    package let port: Int
    package let record: Record

    /// What clients did.
    package final class Record: Sendable {
        private struct State {
            var heads: [String] = []
            var connections = 0
            var open = 0
            var peak = 0
        }

        private let state = Mutex(State())
        private let closed: AsyncStream<Void>
        private let close: AsyncStream<Void>.Continuation

        init() {
            (closed, close) = AsyncStream.makeStream()
        }

        /// The heads of the requests, as they came.
        package var heads: [String] { state.withLock { $0.heads } }

        /// How many connections there were.
        package var connections: Int { state.withLock { $0.connections } }

        /// How many connections there were at once.
        package var peak: Int { state.withLock { $0.peak } }

        /// Returns when a client has ended a connection.
        package func untilClosed() async {
            for await _ in closed { return }
        }

        fileprivate func add(head: String) { state.withLock { $0.heads.append(head) } }

        fileprivate func addConnection() {
            state.withLock { state in
                state.connections += 1
                state.open += 1
                state.peak = max(state.peak, state.open)
            }
        }

        fileprivate func addEnd() {
            state.withLock { $0.open -= 1 }
            close.yield()
        }
    }

    /// Listens while `body` runs.
    @discardableResult
    package static func serve<Value>(
        _ manner: Manner, tls: NIOSSLContext? = nil, _ body: (LoopbackService) async throws -> Value
    ) async throws -> Value {
        let record = Record()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handlers = channel.pipeline.syncOperations
                    if let tls { try handlers.addHandler(NIOSSLServerHandler(context: tls)) }
                    try handlers.addHandler(Talker(manner, record))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let value = try await body(LoopbackService(port: listener.localAddress?.port ?? 0, record: record))
            try await listener.close()
            return value
        } catch {
            try await listener.close()
            throw error
        }
    }
}

private final class Talker: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let manner: LoopbackService.Manner
    private let record: LoopbackService.Record
    private var head = ""

    init(_ manner: LoopbackService.Manner, _ record: LoopbackService.Record) {
        self.manner = manner
        self.record = record
    }

    func channelActive(context: ChannelHandlerContext) {
        record.addConnection()
        if case .greeting(let text) = manner { say(text, context) }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        record.addEnd()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        head += String(buffer: unwrapInboundIn(data))
        guard head.hasSuffix("\r\n\r\n") else { return }
        record.add(head: head)
        head = ""
        switch manner {
        case .answer(let text): say(text, context)
        case .lastWords(let text):
            say(text, context)
            context.close(promise: nil)
        case .endless(let first, let more):
            say(first, context)
            keepSaying(more, context)
        case .greeting: break
        }
    }

    /// A client that is rude is part of the test.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }

    /// With pauses, so that others on the same event loop have their turn.
    private func keepSaying(_ text: String, _ context: ChannelHandlerContext) {
        let loop = context.eventLoop.assumeIsolated()
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text))).assumeIsolated().whenSuccess {
            loop.scheduleTask(in: .milliseconds(1)) { self.keepSaying(text, context) }
        }
    }
}
