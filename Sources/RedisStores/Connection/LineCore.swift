import NIOCore
import NIOPosix
import NIOSSL

/// The part of a line that lives on its event loop: carries out what ``LineState`` decides.
final class LineCore {
    private let line: RedisLine
    private var state: LineState<RedisLine.Waiter>
    private var handler: LineHandler?
    private var timer: (deadline: NIODeadline, task: Scheduled<Void>)?
    /// Counts the tries to connect, so that a time limit ends the one that it was set for.
    private var attempt = 0

    init(_ line: RedisLine) {
        self.line = line
        let greeting = Greeting(login: line.settings.login, database: line.settings.database)
        state = LineState(greeting: greeting, patience: line.settings.patience)
    }

    /// Something has been put into the mailbox.
    func wake() {
        if state.phase == .ready { return send() }
        let earliest = line.earliest
        // Who woke us may have been refused meanwhile.
        guard earliest < .distantFuture else { return }
        if state.wanted(.now()) { connect() }
        watch(earliest)
    }

    func close(_ fault: LineFault) {
        for pending in state.close() { pending.waiter.resume(returning: .lost(fault)) }
        for waiter in line.shut(fault) { waiter.resume(returning: .unsent(fault)) }
        timer?.task.cancel()
        hangUp()
    }

    private func hangUp() {
        handler?.hangUp()
        handler = nil
    }

    /// Sends what has gathered.
    private func send() {
        let batch = line.takeAll()
        guard !batch.pending.isEmpty else { return }
        state.sent(batch.pending)
        handler?.say(batch.bytes)
        watch(batch.earliest)
    }
}

/// Connecting.
extension LineCore {
    private func connect() {
        attempt += 1
        let (settings, attempt) = (line.settings, attempt)
        let handler = LineHandler(self)
        ClientBootstrap(group: line.eventLoop)
            .connectTimeout(settings.timeLimit)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelInitializer { [bound = NIOLoopBound(handler, eventLoop: line.eventLoop)] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls = settings.tls {
                        try channel.pipeline.syncOperations.addHandler(Self.tlsHandler(tls, settings.host))
                    }
                    try channel.pipeline.syncOperations.addHandler(bound.value)
                }
            }
            .connect(host: settings.host, port: settings.port)
            .assumeIsolated().whenComplete { result in
                switch result {
                case .success(let channel): self.connected(handler, channel, attempt)
                case .failure(let error): self.ended(nil, attempt, LineFault(error))
                }
            }
    }

    private static func tlsHandler(_ context: NIOSSLContext, _ host: String) throws -> NIOSSLClientHandler {
        // A server's name is asked for by name only; an address stands in the certificate itself.
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }

    private func connected(_ handler: LineHandler, _ channel: any Channel, _ attempt: Int) {
        guard state.phase == .connecting, attempt == self.attempt else { return channel.close(promise: nil) }
        guard channel.isActive else { return ended(nil, attempt, handler.fault) }
        self.handler = handler
        handler.say(state.connected())
        line.eventLoop.assumeIsolated().scheduleTask(in: line.settings.timeLimit) {
            guard self.state.phase == .greeting, attempt == self.attempt else { return }
            self.ended(handler, attempt, .unreachable("the server does not answer"))
        }
    }

    /// The connection is no more: whoever waits for a reply is told, and there will be another connection.
    private func ended(_ handler: LineHandler?, _ attempt: Int, _ fault: LineFault) {
        let chance = Double.random(in: 0..<1)
        guard attempt == self.attempt, handler === self.handler, let ending = state.ended(fault, .now(), chance) else {
            return
        }
        hangUp()
        let now = NIODeadline.now()
        for pending in ending.lost {
            let reason = pending.deadline <= now ? .timedOut : fault.forOthers
            pending.waiter.resume(returning: .lost(reason))
        }
        if let fault = ending.shuts {
            for waiter in line.shut(fault) { waiter.resume(returning: .unsent(fault)) }
        }
        line.eventLoop.assumeIsolated().scheduleTask(in: ending.pause) {
            if self.state.paused() { self.connect() }
        }
    }
}

/// What a handler tells.
extension LineCore {
    func received(_ value: RESPValue, from handler: LineHandler) {
        guard handler === self.handler else { return }
        switch state.received(value) {
        case .nothing: break
        case .deliver(let waiter, let value): waiter.resume(returning: .reply(value))
        case .deliverAndEnd(let waiter, let value, let fault):
            waiter.resume(returning: .reply(value))
            ended(handler, attempt, fault)
        case .say(let bytes): handler.say(bytes)
        case .ready:
            line.open()
            send()
        case .end(let fault): ended(handler, attempt, fault)
        }
    }

    func ended(_ handler: LineHandler) {
        // One that has not been taken over yet is asked when it is.
        guard handler === self.handler else { return }
        ended(handler, attempt, handler.fault)
    }
}

/// Deadlines.
extension LineCore {
    /// Looks, at the latest then, at who has waited too long.
    private func watch(_ deadline: NIODeadline) {
        guard deadline < timer?.deadline ?? .distantFuture else { return }
        timer?.task.cancel()
        let task = line.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.timeIsUp() }
        timer = (deadline, task)
    }

    private func timeIsUp() {
        timer = nil
        let now = NIODeadline.now()
        if state.isOverdue(now) { ended(handler, attempt, .timedOut) }
        for waiter in line.takeOverdue(now) { waiter.resume(returning: .unsent(.timedOut)) }
        watch(min(state.earliest, line.earliest))
    }
}
