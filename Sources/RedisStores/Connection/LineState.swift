import NIOCore

/// What one connection is doing, and who waits for which reply; knows no socket.
///
/// Replies come in the order of the commands, so nothing but a reply ever takes a waiter from the head of the queue.
/// One that is overdue ends the connection: else a late reply would be given to somebody else.
struct LineState<Waiter> {
    /// From the first command on, a connection is always there or being made.
    enum Phase: Hashable {
        case idle, connecting, greeting, ready, pausing, closed
    }

    /// What a reply leads to.
    enum Receipt {
        /// More is to come.
        case nothing
        case deliver(Waiter, RESPValue)
        /// Deliver, and end the connection.
        case deliverAndEnd(Waiter, RESPValue, LineFault)
        case say(ByteBuffer)
        /// Commands may be sent from now on.
        case ready
        case end(LineFault)
    }

    /// What the end of a connection leads to.
    struct Ending {
        /// They were sent, and will get no reply.
        let lost: [Pending<Waiter>]
        /// Give up those too that were not sent, and take no more, for this reason.
        let shuts: LineFault?
        /// After this time, connect.
        let pause: TimeAmount
    }

    private struct Owed {
        let pending: Pending<Waiter>
        var values: [RESPValue] = []
    }

    private(set) var phase = Phase.idle
    private var owed = CircularBuffer<Owed>()
    private var greeting: Greeting
    private var backoff = Backoff()
    /// Since when there is no connection, although one is wanted.
    private var downSince: NIODeadline?
    private let patience: TimeAmount

    /// - Parameters:
    ///   - greeting: what is said first on each connection.
    ///   - patience: how long an outage lasts until commands are refused at once.
    init(greeting: Greeting, patience: TimeAmount) {
        self.greeting = greeting
        self.patience = patience
    }

    /// A command waits.
    ///
    /// - Returns: whether to connect.
    mutating func wanted(_ now: NIODeadline) -> Bool {
        guard phase == .idle else { return false }
        phase = .connecting
        downSince = now
        return true
    }

    /// There is a connection.
    ///
    /// - Returns: what to say on it.
    mutating func connected() -> ByteBuffer {
        phase = .greeting
        return greeting.begin()
    }

    /// These were handed to the connection.
    mutating func sent(_ commands: [Pending<Waiter>]) {
        for pending in commands { owed.append(Owed(pending: pending)) }
    }

    mutating func received(_ value: RESPValue) -> Receipt {
        switch phase {
        case .greeting: heard(value)
        case .ready: answered(value)
        case .idle, .connecting, .pausing, .closed: .end(.lost("the server spoke out of turn"))
        }
    }

    private mutating func heard(_ value: RESPValue) -> Receipt {
        switch greeting.heard(value) {
        case .say(let bytes): return .say(bytes)
        case .refused(let fault): return .end(fault)
        case .done:
            phase = .ready
            downSince = nil
            return .ready
        }
    }

    private mutating func answered(_ value: RESPValue) -> Receipt {
        guard let head = owed.first else { return .end(.lost("the server spoke out of turn")) }
        backoff.reset()
        let whole: RESPValue
        if head.pending.replies == 1 {
            whole = value
        } else {
            owed[owed.startIndex].values.append(value)
            let values = owed[owed.startIndex].values
            guard values.count == head.pending.replies else { return .nothing }
            whole = .array(values)
        }
        owed.removeFirst()
        // A demoted primary must not be read: it may not hear of a sign-out any more.
        if whole.saysReadOnly {
            return .deliverAndEnd(head.pending.waiter, whole, .lost("the server has become a replica"))
        }
        return .deliver(head.pending.waiter, whole)
    }

    /// Whether a reply is overdue, so that the connection has to end.
    func isOverdue(_ now: NIODeadline) -> Bool {
        owed.contains { $0.pending.deadline <= now }
    }

    /// When the next reply will be overdue.
    var earliest: NIODeadline {
        owed.reduce(.distantFuture) { min($0, $1.pending.deadline) }
    }

    /// The connection has ended, or could not be made.
    ///
    /// - Parameters:
    ///   - fault: why.
    ///   - now: the moment.
    ///   - chance: a random number in 0..<1.
    /// - Returns: what follows; `nil` where it has ended already.
    mutating func ended(_ fault: LineFault, _ now: NIODeadline, _ chance: Double) -> Ending? {
        guard phase == .connecting || phase == .greeting || phase == .ready else { return nil }
        let lost = owed.map(\.pending)
        owed.removeAll()
        phase = .pausing
        let start = downSince ?? now
        downSince = start
        let shuts: LineFault? =
            switch fault {
            case .rejected: fault
            case .unreachable, .lost, .timedOut, .overloaded, .closed: now - start >= patience ? fault : nil
            }
        return Ending(lost: lost, shuts: shuts, pause: backoff.next(chance))
    }

    /// The pause is over.
    ///
    /// - Returns: whether to connect.
    mutating func paused() -> Bool {
        guard phase == .pausing else { return false }
        phase = .connecting
        return true
    }

    /// The client was closed.
    ///
    /// - Returns: those that will get no reply.
    mutating func close() -> [Pending<Waiter>] {
        phase = .closed
        let lost = owed.map(\.pending)
        owed.removeAll()
        return lost
    }
}

extension RESPValue {
    fileprivate var saysReadOnly: Bool {
        switch self {
        case .error(let refusal): refusal.code == "READONLY"
        case .array(let values): values.contains { if case .error = $0 { $0.saysReadOnly } else { false } }
        case .status, .number, .bytes, .null: false
        }
    }
}
