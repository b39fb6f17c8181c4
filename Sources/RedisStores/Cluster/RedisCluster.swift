import NIOCore
import Synchronization

/// The nodes of a cluster, and which of them has which slots.
///
/// The map is asked for when the first call comes, and again when a node says that a slot has moved, or is down.
final class RedisCluster: Sendable {
    private struct State {
        var map: ClusterMap?
        var nodes: [RedisURL.Address: RedisNode] = [:]
        /// Why there is no newer map.
        var fault = LineFault.unreachable("no node of the cluster has answered yet")
        var refreshed: NIODeadline?
        var isRefreshing = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var isClosed = false
    }

    /// What whoever wants a newer map has to do.
    private enum Turn {
        case ask, wait, goOn
    }

    private let seeds: [RedisURL.Address]
    private let loops: [any EventLoop]
    private let settings: LineSettings
    private let state = Mutex(State())

    /// - Parameters:
    ///   - seeds: nodes to begin with.
    ///   - settings: how every node is spoken to; host and port are each node's own.
    ///   - loops: the event loops to work on.
    init(_ seeds: [RedisURL.Address], _ settings: LineSettings, on loops: [any EventLoop]) {
        self.seeds = seeds
        self.settings = settings
        self.loops = loops
    }

    /// Sends a request to whoever has its key, until it is carried out or the time is up.
    ///
    /// - Parameters:
    ///   - request: what is sent.
    ///   - place: of the primary that is asked, whoever has the key.
    ///   - deadline: when to give up.
    /// - Returns: what became of it, and whether it may have been carried out before.
    func send(
        _ request: some RedisRequest, to place: Int? = nil, deadline: NIODeadline
    ) async -> (outcome: Outcome, isSecond: Bool) {
        let slot = request.key.map { HashSlot(of: $0) }
        var call = ClusterCall(mayRepeat: request.mayRepeat)
        var target = await primary(of: slot, place, deadline)
        var asks = false
        while true {
            let outcome = await exchange(request, target, asks, deadline)
            asks = false
            switch call.step(after: outcome, isPiece: request.replies > 1, from: target ?? seeds[0]) {
            case .finish: return (outcome, call.isSecond)
            case .ask(let address):
                asks = true
                target = address
            case .moved(let slot, let address):
                state.withLock { $0.map?.assign(slot, to: address) }
                await refresh(deadline)
                target = address
            case .tryLater:
                guard await pause(deadline) else { return (outcome, call.isSecond) }
                await refresh(deadline)
                target = await primary(of: slot, place, deadline)
            }
        }
    }

    /// How many primaries there are; 0 where no node answers.
    func primaryCount(deadline: NIODeadline) async -> Int {
        await map(deadline)?.primaries.count ?? 0
    }

    func close() async {
        let (nodes, waiting) = state.withLock { state in
            defer { (state.nodes, state.waiting, state.isClosed) = ([:], [], true) }
            return (state.nodes, state.waiting)
        }
        for waiter in waiting { waiter.resume() }
        for node in nodes.values { await node.close() }
    }
}

extension RedisCluster {
    private func exchange(
        _ request: some RedisRequest, _ target: RedisURL.Address?, _ asks: Bool, _ deadline: NIODeadline
    ) async -> Outcome {
        guard let target else { return .unsent(state.withLock { $0.isClosed ? .closed : $0.fault }) }
        guard let node = node(target) else { return .unsent(.closed) }
        guard asks else { return await node.exchange(request, deadline: deadline) }
        let asking = AskingRequest(request: request)
        return asking.outcome(of: await node.exchange(asking, deadline: deadline))
    }

    /// The node at an address; `nil` once all is closed.
    private func node(_ address: RedisURL.Address) -> RedisNode? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            if let node = state.nodes[address] { return node }
            var settings = settings
            (settings.host, settings.port) = (address.host, address.port)
            let node = RedisNode(settings, on: loops)
            state.nodes[address] = node
            return node
        }
    }

    private func primary(
        of slot: HashSlot?, _ place: Int?, _ deadline: NIODeadline
    ) async -> RedisURL.Address? {
        guard let map = await map(deadline) else { return nil }
        if let place { return map.primaries.indices.contains(place) ? map.primaries[place] : nil }
        return slot.map { map.primary(of: $0) } ?? map.primaries.randomElement()
    }

    /// A little later, unless the time is up by then.
    private func pause(_ deadline: NIODeadline) async -> Bool {
        let end = NIODeadline.now() + .milliseconds(.random(in: 20...60))
        guard end < deadline else { return false }
        // Not `Task.sleep`: a task that is cancelled would not pause at all. A loop that ends pauses no more.
        try? await loops[0].scheduleTask(deadline: end) {}.futureResult.get()
        return true
    }
}

/// The map.
extension RedisCluster {
    private func map(_ deadline: NIODeadline) async -> ClusterMap? {
        if let map = state.withLock({ $0.map }) { return map }
        await refresh(deadline)
        return state.withLock { $0.map }
    }

    /// Asks for a newer map, unless one has just come; whoever comes meanwhile waits for it.
    private func refresh(_ deadline: NIODeadline) async {
        let turn: Turn = state.withLock { state in
            if state.isRefreshing { return .wait }
            if let last = state.refreshed, NIODeadline.now() < last + .milliseconds(100) { return .goOn }
            state.isRefreshing = true
            return .ask
        }
        switch turn {
        case .goOn: return
        case .wait: await untilRefreshed()
        case .ask: await finish(askForMap(deadline))
        }
    }

    private func untilRefreshed() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.isRefreshing, !state.isClosed { state.waiting.append(continuation) }
                return !state.isRefreshing || state.isClosed
            }
            if isDone { continuation.resume() }
        }
    }

    /// One node after the other, those that are known first, each with a part of the time.
    ///
    /// - Returns: the map, or why there is none; neither where there was no time to ask.
    private func askForMap(_ deadline: NIODeadline) async -> (map: ClusterMap?, fault: LineFault?) {
        let known = state.withLock { $0.map?.primaries ?? [] }.shuffled()
        var fault: LineFault?
        for address in known + seeds.filter({ !known.contains($0) }) {
            let patience = min(deadline, NIODeadline.now() + .nanoseconds(settings.timeLimit.nanoseconds / 4))
            guard let node = node(address), NIODeadline.now() < deadline else { break }
            switch await node.exchange(
                PlainRequest("CLUSTER", nil, [.text("SLOTS")], mayRepeat: true), deadline: patience)
            {
            case .reply(.error(let refusal)): fault = .rejected(refusal.words)
            case .reply(let value):
                if let map = ClusterMap(value, from: address) { return (map, nil) }
                fault = .unreachable("the cluster has no slots yet")
            case .unsent(let reason), .lost(let reason): fault = reason
            }
        }
        return (nil, fault)
    }

    private func finish(_ answer: (map: ClusterMap?, fault: LineFault?)) async {
        let (waiting, gone) = state.withLock { state in
            var gone: [RedisNode] = []
            if let map = answer.map {
                state.map = map
                for (address, node) in state.nodes where !map.primaries.contains(address) && !seeds.contains(address) {
                    gone.append(node)
                    state.nodes[address] = nil
                }
            }
            if let fault = answer.fault, fault != .timedOut { state.fault = fault }
            (state.refreshed, state.isRefreshing) = (.now(), false)
            defer { state.waiting = [] }
            return (state.waiting, gone)
        }
        for waiter in waiting { waiter.resume() }
        for node in gone { await node.close(.unreachable("the node has left the cluster")) }
    }
}
