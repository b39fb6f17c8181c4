import NIOCore
import NIOPosix
import Synchronization

/// A TCP proxy on loopback that fails as it is told: stands before a real server, so that the network can break.
package final class FaultProxy: Sendable {
    /// How the network is.
    package enum Fault: Hashable, Sendable, CaseIterable {
        /// All is well: what has been held back goes on.
        case none
        /// Nobody listens, and all connections are gone.
        case refused
        /// Each reply breaks off in its middle, by a reset.
        case reset
        /// Connections are taken, and nothing ever comes back; what is sent is lost.
        case silent
        /// As silent, but nothing is lost: it goes on later.
        case stalled
    }

    private struct State {
        var fault = Fault.none
        var listener: (any Channel)?
        var links: [ObjectIdentifier: any Channel] = [:]
    }

    /// Where it listens.
    package let port: Int
    private let target: Int
    private let state = Mutex(State())

    /// Takes a free port; listens from ``start()`` on.
    ///
    /// - Parameter target: the server's port.
    /// - Throws: `ConnectionFault` where no port is free.
    package init(to target: Int) throws {
        port = try LocalServer.freePort()
        self.target = target
    }

    /// Begins to listen.
    package func start() async throws {
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelInitializer { [self] client in link(client) }
            .bind(host: "127.0.0.1", port: port).get()
        state.withLock { $0.listener = listener }
    }

    /// From now on the network is like this, for connections that stand and for new ones.
    package func fail(_ fault: Fault) async throws {
        let (old, links) = state.withLock { state in
            defer { state.fault = fault }
            return (state.fault, Array(state.links.values))
        }
        for link in links { link.pipeline.fireUserInboundEventTriggered(fault) }
        if fault == .refused {
            try await stop()
        } else if old == .refused {
            try await start()
        }
    }

    /// Ends all connections and listens no more.
    package func stop() async throws {
        let (listener, links) = state.withLock { state in
            defer { state.listener = nil }
            return (state.listener, Array(state.links.values))
        }
        try await listener?.close()
        for link in links { link.close(promise: nil) }
    }

    /// Connects a client's channel with one to the server, both on the same event loop.
    private func link(_ client: any Channel) -> EventLoopFuture<Void> {
        ClientBootstrap(group: client.eventLoop)
            .channelInitializer { [self] server in
                server.eventLoop.makeCompletedFuture {
                    let fault = note([client, server])
                    let (there, back) = (Relay(fault, isReply: false), Relay(fault, isReply: true))
                    (there.partner, back.partner) = (server, client)
                    try client.pipeline.syncOperations.addHandler(there)
                    try server.pipeline.syncOperations.addHandler(back)
                }
            }
            .connect(host: "127.0.0.1", port: target)
            .map { _ in }
            .flatMapErrorThrowing { error in
                client.close(promise: nil)
                throw error
            }
    }

    /// Remembers channels for as long as they stand.
    ///
    /// - Returns: how the network is for them.
    private func note(_ channels: [any Channel]) -> Fault {
        for channel in channels {
            channel.closeFuture.whenComplete { [self] _ in
                state.withLock { $0.links[ObjectIdentifier(channel)] = nil }
            }
        }
        return state.withLock { state in
            for channel in channels { state.links[ObjectIdentifier(channel)] = channel }
            return state.fault
        }
    }
}

/// Passes on what comes from one side, as far as the network lets it.
private final class Relay: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// The other side.
    var partner: (any Channel)?
    private var fault: FaultProxy.Fault
    private let isReply: Bool
    private var held: [ByteBuffer] = []
    private var hasEnded = false

    init(_ fault: FaultProxy.Fault, isReply: Bool) {
        self.fault = fault
        self.isReply = isReply
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        switch fault {
        case .none: partner?.writeAndFlush(bytes, promise: nil)
        case .stalled: held.append(bytes)
        case .silent, .refused: break
        case .reset: isReply ? breakOff(bytes) : partner?.writeAndFlush(bytes, promise: nil) ?? ()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        hasEnded = true
        if fault != .silent, fault != .stalled { partner?.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let fault = event as? FaultProxy.Fault else { return context.fireUserInboundEventTriggered(event) }
        self.fault = fault
        guard fault == .none else { return }
        for bytes in held { partner?.writeAndFlush(bytes, promise: nil) }
        held = []
        if hasEnded { partner?.close(promise: nil) }
    }

    /// Sends the first half, and then a reset.
    private func breakOff(_ bytes: ByteBuffer) {
        guard let partner else { return }
        let half = bytes.getSlice(at: bytes.readerIndex, length: bytes.readableBytes / 2) ?? ByteBuffer()
        partner.writeAndFlush(half).whenComplete { _ in
            let socket = partner as? any SocketOptionProvider
            let isSet = socket?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            (isSet ?? partner.eventLoop.makeSucceededVoidFuture())
                .whenComplete { _ in partner.close(promise: nil) }
        }
    }
}
