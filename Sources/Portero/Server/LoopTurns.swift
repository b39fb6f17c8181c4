import NIOCore
import NIOPosix
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Lets connections of one event loop go on when the loop has looked at its sockets again.
///
/// A loop does not look at them while it has tasks, and each response that it writes is one: clients that send many
/// requests at once would keep it from everybody else. So a connection that has answered one of several waits here. A
/// byte that the loop sends to itself comes back only by way of its sockets; one byte serves all who wait.
final class LoopTurns {
    private let loop: any EventLoop
    private var waiting: [() -> Void] = []
    private var pipe: (any Channel)?

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    deinit {
        // One that is not active has ended with its loop.
        if let pipe, pipe.isActive { pipe.close(promise: nil) }
    }

    /// Calls `goOn` at the next turn, behind those who came before; on the loop.
    ///
    /// Where the process can open no pipe, at once.
    func wait(_ goOn: @escaping () -> Void) {
        waiting.append(goOn)
        guard waiting.count == 1 else { return }
        if let pipe { send(into: pipe) } else { open() }
    }

    private func send(into pipe: any Channel) {
        pipe.writeAndFlush(ByteBuffer(bytes: [0]), promise: nil)
    }

    /// For all who wait now; whoever comes back waits for the turn behind it.
    fileprivate func turn() {
        var all: [() -> Void] = []
        swap(&all, &waiting)
        for goOn in all { goOn() }
    }

    private func open() {
        let handler = NIOLoopBound(TurnHandler(self), eventLoop: loop)
        let opening = PipeEnds.open(on: loop) { pipe in
            pipe.eventLoop.makeCompletedFuture { try pipe.pipeline.syncOperations.addHandler(handler.value) }
        }
        opening.assumeIsolated().whenComplete { result in
            switch result {
            case .success(let pipe):
                self.pipe = pipe
                self.send(into: pipe)
            case .failure:
                self.turn()
            }
        }
    }
}

/// The byte has come back.
private final class TurnHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// Holds the pipe, and so this.
    private weak var turns: LoopTurns?

    init(_ turns: LoopTurns) {
        self.turns = turns
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        turns?.turn()
    }
}

/// A pipe's two ends, which a child process does not get.
private struct PipeEnds {
    let input: CInt
    let output: CInt

    init() throws(IOError) {
        var ends: [CInt] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw IOError(errnoCode: errno, reason: "pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (input, output) = (ends[0], ends[1])
    }

    static func open(
        on loop: any EventLoop, _ initialise: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel> {
        do throws(IOError) {
            let ends = try PipeEnds()
            return NIOPipeBootstrap(group: loop)
                .channelInitializer(initialise)
                .takingOwnershipOfDescriptors(input: ends.input, output: ends.output)
                .always { if case .failure = $0 { ends.close() } }
        } catch {
            return loop.makeFailedFuture(error)
        }
    }

    private func close() {
        for end in [input, output] { _ = systemClose(end) }
    }
}

private func systemClose(_ descriptor: CInt) -> CInt { close(descriptor) }

/// The turns of each event loop.
final class TurnsByLoop: Sendable {
    private let turns = Mutex<[ObjectIdentifier: NIOLoopBound<LoopTurns>]>([:])

    /// The loop's own; on the loop.
    func turns(of loop: any EventLoop) -> LoopTurns {
        turns.withLock { turns in
            let known = turns[ObjectIdentifier(loop)] ?? NIOLoopBound(LoopTurns(loop), eventLoop: loop)
            turns[ObjectIdentifier(loop)] = known
            return known
        }.value
    }
}
