import NIOCore

/// How far one connection is with its request and the response to it, and how long it may stay there.
///
/// Requests come one at a time: the next is not read before the response to the last has been written.
struct ConnectionState {
    /// How much of the current request has arrived.
    enum Arrival { case nothing, partOfHead, head, all, broken }
    /// How much of its response has been written.
    enum Writing { case nothing, head, all }

    /// What is due now.
    enum Due: Equatable {
        /// Nothing yet; look again then.
        case wait(until: NIODeadline)
        /// Tell the client 408, in the place of the request.
        case refuse
        /// Tell who reads the body that it will not come.
        case breakBody
        case close
    }

    private let limits: ServerLimits
    private(set) var arrival = Arrival.nothing
    private(set) var writing = Writing.nothing
    private(set) var closes = false
    private(set) var lingers = false
    private var bodyBytes = 0
    private var bodyLeft: Int?
    /// When the clock was last looked at.
    private var unsent = 0
    private var since: NIODeadline
    private var limit: TimeAmount

    init(_ limits: ServerLimits, at now: NIODeadline) {
        self.limits = limits
        since = now
        // The first request comes with the connection.
        limit = TimeAmount(limits.headerTime)
    }
}

// What the client sends.
extension ConnectionState {
    /// Bytes have arrived.
    mutating func bytes(at now: NIODeadline) {
        guard arrival == .nothing, writing == .nothing else { return }
        arrival = .partOfHead
        start(limits.headerTime, at: now)
    }

    /// A whole header has arrived.
    ///
    /// - Parameters:
    ///   - bodyLength: in bytes; `nil`: in chunks.
    ///   - keepsAlive: whether the connection goes on behind it.
    ///   - now: the time.
    mutating func head(bodyLength: Int?, keepsAlive: Bool, at now: NIODeadline) {
        arrival = .head
        writing = .nothing
        bodyBytes = 0
        bodyLeft = bodyLength
        closes = closes || !keepsAlive
        start(limits.requestTime, at: now)
    }

    /// A part of the body has arrived.
    ///
    /// - Returns: whether it may go on.
    mutating func body(_ count: Int) -> Bool {
        bodyBytes += count
        bodyLeft = bodyLeft.map { max(0, $0 - count) }
        return bodyBytes <= limits.bodyBytes
    }

    /// The request's last byte has arrived.
    mutating func end(at now: NIODeadline) {
        guard arrival == .head else { return }
        arrival = .all
        start(limits.requestTime, at: now)
        finish(at: now)
    }

    /// What comes behind this cannot be told from the request: nothing more is read.
    mutating func breaks(at now: NIODeadline) {
        let isNew = arrival == .nothing || arrival == .partOfHead
        arrival = .broken
        closes = true
        if isNew || writing == .nothing {
            writing = .nothing
            start(limits.requestTime, at: now)
        }
        finish(at: now)
    }
}

// What the app writes.
extension ConnectionState {
    /// Whether a whole request waits for its response, so that the next must wait too.
    var isAnswering: Bool {
        arrival == .all
    }

    /// The server is to end: so does the connection, with the response that is due.
    ///
    /// - Returns: whether none is.
    mutating func quiesces() -> Bool {
        closes = true
        return writing == .nothing && (arrival == .nothing || arrival == .partOfHead)
    }

    /// The response's header is written.
    ///
    /// - Parameters:
    ///   - appCloses: whether the app wants the connection to end.
    ///   - now: the time.
    /// - Returns: whether the connection ends with it; `nil`: there is no request that it could answer.
    mutating func respond(appCloses: Bool, at now: NIODeadline) -> Bool? {
        guard writing == .nothing, !lingers, arrival != .nothing else { return nil }
        writing = .head
        // A little of the body is soon read and thrown away; for more, closing is cheaper for both.
        let isLeftSmall = (bodyLeft ?? .max) <= 65_536
        closes = closes || appCloses || (arrival == .head && !isLeftSmall)
        since = now
        return closes
    }

    /// The response's last byte is written.
    mutating func responded(at now: NIODeadline) {
        guard writing == .head else { return }
        writing = .all
        finish(at: now)
    }

    /// The next request may come once this one is read and answered.
    private mutating func finish(at now: NIODeadline) {
        if writing == .all, closes {
            lingers = true
            start(.seconds(2), at: now)
        } else if writing == .all, arrival == .all {
            arrival = .nothing
            writing = .nothing
            start(limits.idleTime, at: now)
        }
    }
}

// The clock.
extension ConnectionState {
    private mutating func start(_ limit: Duration, at now: NIODeadline) {
        since = now
        self.limit = TimeAmount(limit)
    }

    /// What is due.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - unsent: how many bytes wait that the client has not taken.
    ///   - isCrowded: whether connections are running out.
    /// - Returns: what to do.
    mutating func due(at now: NIODeadline, unsent: Int, isCrowded: Bool) -> Due {
        if unsent != self.unsent, isOurTurn { since = now }
        self.unsent = unsent
        if isOurTurn, writing == .head || unsent > 0 { return stalled(at: now) }
        let isIdle = arrival == .nothing && writing == .nothing
        let end = since + (isIdle && isCrowded ? TimeAmount(limits.idleTime / 10) : limit)
        guard now >= end else { return .wait(until: end) }
        switch (arrival, writing) {
        case _ where lingers: return .close
        case (.partOfHead, .nothing): return .refuse
        case (.head, .nothing): return .breakBody
        case (_, .nothing), (_, .head), (_, .all): return .close
        }
    }

    /// The client takes bytes again.
    mutating func took(at now: NIODeadline) {
        if writing == .head { since = now }
    }

    /// Whether no part of a request is awaited, so that the client can only be late in taking what it is sent.
    private var isOurTurn: Bool {
        !lingers && (writing == .head || arrival == .nothing || arrival == .all)
    }

    /// While a response is on its way only a client that takes nothing is to blame.
    private mutating func stalled(at now: NIODeadline) -> Due {
        if unsent == 0 { since = now }
        let end = since + TimeAmount(limits.stallTime)
        return now >= end ? .close : .wait(until: end)
    }
}
