import NIOCore
import NIOPosix
import Synchronization

/// Somebody who only wants the page, 25 times a second, on one connection that stays.
///
/// A request's time counts from when it was due, so that one answer that comes late makes those behind it late too.
struct Bystander: Sendable {
    /// How long each request took.
    let latencies = Latencies()
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    init(port: Int) async throws {
        let latencies = latencies
        _ = try await ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(PageReader(latencies))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    /// Goes away.
    func leave() async throws {
        latencies.finish()
        try await group.shutdownGracefully()
    }
}

/// How long the requests of a bystander took, in order, and what went wrong.
final class Latencies: Sendable {
    private struct State: Sendable {
        var times: [Duration] = []
        var asked: NIODeadline?
        var fault: String?
        var isFinished = false
    }

    private let state = Mutex(State())

    /// How many there are so far.
    var count: Int { state.withLock { $0.times.count } }

    /// The first thing that went wrong.
    var fault: String? {
        state.withLock { state in
            let isForgotten = state.asked.map { NIODeadline.now() - $0 > .seconds(5) } ?? true
            return state.fault ?? (isForgotten ? "was not answered any more" : nil)
        }
    }

    /// Those from `start` on, the shortest first.
    func sorted(from start: Int = 0) -> [Duration] {
        state.withLock { $0.times.dropFirst(start) }.sorted()
    }

    fileprivate func ask() {
        state.withLock { $0.asked = .now() }
    }

    fileprivate func add(_ time: Duration) {
        state.withLock { $0.times.append(time) }
    }

    fileprivate func fail(_ fault: String) {
        state.withLock { if !$0.isFinished, $0.fault == nil { $0.fault = fault } }
    }

    fileprivate func finish() {
        state.withLock { $0.isFinished = true }
    }
}

private final class PageReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let pace = TimeAmount.milliseconds(40)
    private static let request = ByteBuffer(string: "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

    private let latencies: Latencies
    private var reader = ResponseReader()
    private var due = NIODeadline.now()

    init(_ latencies: Latencies) {
        self.latencies = latencies
    }

    func channelActive(context: ChannelHandlerContext) {
        due = .now()
        ask(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        guard let status = reader.read(&bytes).first else { return }
        let now = NIODeadline.now()
        latencies.add(Duration(now - due))
        if status != 200 { latencies.fail("was answered with \(status)") }
        due = due + Self.pace
        guard due > now else { return ask(context) }
        _ = context.eventLoop.assumeIsolated().scheduleTask(deadline: due) { self.ask(context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        latencies.fail("lost its connection")
        context.fireChannelInactive()
    }

    private func ask(_ context: ChannelHandlerContext) {
        latencies.ask()
        context.writeAndFlush(wrapOutboundOut(Self.request), promise: nil)
    }
}
