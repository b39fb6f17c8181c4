import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// Where a server is, and how to be let in.
struct LineSettings: Sendable {
    var host: String
    var port: Int
    /// `nil`: without TLS.
    var tls: NIOSSLContext?
    var login: RedisLogin?
    var database = 0
    /// Within which a connection has to be made.
    var timeLimit: TimeAmount
    /// How long an outage is waited out.
    var patience: TimeAmount
}

/// One connection to a server, on one event loop, which is made anew whenever it ends.
///
/// Many tasks use it at once: each writes its command into the mailbox, and the event loop sends at each turn what has
/// gathered, in one write. A call is not cancelled with its task; it ends by its deadline.
final class RedisLine: Sendable {
    typealias Waiter = CheckedContinuation<Outcome, Never>

    let eventLoop: any EventLoop
    let settings: LineSettings
    private let mailbox = Mutex(Mailbox<Waiter>())
    private let core: NIOLoopBoundBox<LineCore?>

    init(_ settings: LineSettings, on eventLoop: any EventLoop) {
        self.settings = settings
        self.eventLoop = eventLoop
        core = .makeEmptyBox(eventLoop: eventLoop)
    }

    /// Sends a request and waits for its replies.
    ///
    /// - Parameters:
    ///   - request: what is sent, in one piece.
    ///   - deadline: when to give up.
    /// - Returns: what became of it.
    func exchange(_ request: some RedisRequest, deadline: NIODeadline) async -> Outcome {
        await withCheckedContinuation { continuation in
            let admission = mailbox.withLock { mailbox in
                mailbox.add(continuation, replies: request.replies, deadline: deadline) { request.write(to: &$0) }
            }
            switch admission {
            case .queued(wakes: true): wake { $0.wake() }
            case .queued(wakes: false): break
            case .refused(let fault): continuation.resume(returning: .unsent(fault))
            }
        }
    }

    /// Ends the connection for good; whoever still waits is told why.
    func close(_ fault: LineFault) async {
        await withCheckedContinuation { continuation in
            wake { core in
                core.close(fault)
                // It has no connection any more, and nobody has use for it.
                self.core.value = nil
                continuation.resume()
            }
        }
    }

    private func wake(_ body: @escaping @Sendable (LineCore) -> Void) {
        eventLoop.execute {
            if let core = self.core.value { return body(core) }
            let core = LineCore(self)
            self.core.value = core
            body(core)
        }
    }
}

/// What the core needs of the mailbox; the waiters are told outside its lock.
extension RedisLine {
    func takeAll() -> Mailbox<Waiter>.Batch {
        mailbox.withLock { $0.takeAll() }
    }

    func takeOverdue(_ now: NIODeadline) -> [Waiter] {
        mailbox.withLock { $0.takeOverdue(now) }
    }

    func shut(_ fault: LineFault) -> [Waiter] {
        mailbox.withLock { $0.shut(fault) }
    }

    func open() {
        mailbox.withLock { $0.open() }
    }

    var earliest: NIODeadline {
        mailbox.withLock { $0.earliest }
    }
}
