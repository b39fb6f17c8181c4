import NIOCore
import NIOPosix
import ProcessTesting
import Synchronization

@testable import RedisStores

/// A server that answers each command as a test wants it to.
struct FakeServer: Sendable {
    /// What it does when a command has come.
    enum Answer: Sendable {
        case say(String)
        case nothing
        /// Says this, and ends the connection with a reset.
        case lastWords(String)
    }

    /// One command.
    struct Asked: Sendable {
        /// Counts connections, from 1.
        let connection: Int
        let words: [String]

        var name: String { words.first ?? "" }
    }

    static let greeting = "%1\r\n$4\r\nrole\r\n$6\r\nmaster\r\n"

    let port: Int
    private let log: Log

    var url: String { "redis://127.0.0.1:\(port)" }

    /// The commands that came, but for HELLO.
    var asked: [Asked] { log.asked.withLock { $0 } }

    fileprivate final class Log: Sendable {
        let asked = Mutex<[Asked]>([])
        let connections = Mutex(0)
    }

    /// Answers while `body` runs; HELLO too, unless `answer` does.
    static func serve<Value>(
        greets: Bool = true, _ answer: @escaping @Sendable (Asked) -> Answer,
        _ body: (FakeServer) async throws -> Value
    ) async throws -> Value {
        let log = Log()
        // One loop, so that commands are numbered as they come.
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton.next())
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let number = log.connections.withLock { count in
                        count += 1
                        return count
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        FakeConnection(number, log) { asked in
                            greets && asked.name == "HELLO" ? .say(greeting) : answer(asked)
                        })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return try await finishing(with: { try await listener.close() }) {
            try await body(FakeServer(port: listener.localAddress?.port ?? 0, log: log))
        }
    }
}

private final class FakeConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let number: Int
    private let log: FakeServer.Log
    private let answer: @Sendable (FakeServer.Asked) -> FakeServer.Answer
    private var reader = RESPReader()
    private var received = ByteBuffer()

    init(_ number: Int, _ log: FakeServer.Log, _ answer: @escaping @Sendable (FakeServer.Asked) -> FakeServer.Answer) {
        self.number = number
        self.log = log
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
        while let value = try? reader.next(from: &received) {
            let words = (value.array ?? []).map { String(decoding: $0.bytes ?? [], as: UTF8.self) }
            let asked = FakeServer.Asked(connection: number, words: words)
            if asked.name != "HELLO" { log.asked.withLock { $0.append(asked) } }
            switch answer(asked) {
            case .say(let text): say(text, context)
            case .nothing: break
            case .lastWords(let text):
                say(text, context)
                // Without lingering a connection ends with a reset.
                _ = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
                context.close(promise: nil)
                return
            }
        }
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }

    /// A client that is rude is part of the test.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
