import NIOCore
import NIOPosix
import Testing

@testable import Portero

@Suite("Whoever waits for a turn") struct LoopTurnsTests {
    @Test func `goes on behind those who came before, and comes again behind them all`() async throws {
        let order = try await onLoop { _, loopTurns, done in
            var order: [String] = []
            for name in ["a", "b", "c"] {
                loopTurns.wait {
                    order.append(name)
                    loopTurns.wait {
                        order.append(name)
                        if order.count == 6 { done.succeed(order) }
                    }
                }
            }
        }
        #expect(order == ["a", "b", "c", "a", "b", "c"])
    }

    @Test func `leaves the loop time for its sockets, however often it comes back`() async throws {
        let turns = try await onLoop { loop, loopTurns, done in
            var turns = 0
            func again() {
                turns += 1
                if turns < 1000 { loopTurns.wait(again) } else { done.succeed(turns) }
            }
            connect(on: loop) { done.succeed(turns) }.assumeIsolated().whenComplete { result in
                switch result {
                case .success(let client):
                    loopTurns.wait(again)
                    client.writeAndFlush(ByteBuffer(string: "a"), promise: nil)
                case .failure(let error): done.fail(error)
                }
            }
        }
        #expect(turns < 10, "a byte that came before the first turn is read soon")
    }
}

/// A client and its server on one event loop; the server tells when it has read something.
private func connect(
    on loop: any EventLoop, _ hasRead: @escaping () -> Void
) -> EventLoopFuture<any Channel> {
    let reader = NIOLoopBound(Reader(hasRead), eventLoop: loop)
    return ServerBootstrap(group: loop)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(reader.value) }
        }
        .bind(host: "127.0.0.1", port: 0)
        .flatMap { server in
            server.localAddress.map { ClientBootstrap(group: loop).connect(to: $0) }
                ?? loop.makeFailedFuture(ChannelError.unknownLocalAddress)
        }
}

private final class Reader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let hasRead: () -> Void

    init(_ hasRead: @escaping () -> Void) {
        self.hasRead = hasRead
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { hasRead() }
}

/// Runs on an event loop, with its turns, until something is done.
private func onLoop<Value: Sendable>(
    _ body: @escaping @Sendable (any EventLoop, LoopTurns, EventLoopPromise<Value>) -> Void
) async throws -> Value {
    let all = TurnsByLoop()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.any()
    let done = loop.makePromise(of: Value.self)
    loop.execute { body(loop, all.turns(of: loop), done) }
    let value = try await done.futureResult.get()
    try await group.shutdownGracefully()
    // Its handlers hold it weakly.
    withExtendedLifetime(all) {}
    return value
}
