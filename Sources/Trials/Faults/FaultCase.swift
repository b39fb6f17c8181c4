/// Something that breaks, and how it is mended.
struct FaultCase: Sendable {
    let name: String
    /// How long it stays broken.
    var time = Duration.seconds(3)
    let inject: @Sendable () async throws -> Void
    let heal: @Sendable () async throws -> Void
}

/// What a fault did to the clients.
struct FaultOutcome: Sendable {
    let answers: Ledger.Answers
    /// From the end of the fault until the last request that was not answered well; `nil`: there was no end of these.
    let back: Duration?
    /// Sessions that lack what was acknowledged.
    let lost: Int
    /// Signed-out sessions that are alive on some node when all is over.
    let alive: Int
    /// From the end of the fault until all sign-outs were final on every node.
    let final: Duration
    let sessions: Int

    /// What must not be.
    var faults: [String] {
        var faults: [String] = []
        if lost > 0 { faults.append("\(lost) sessions lack what was acknowledged") }
        if alive > 0 { faults.append("\(alive) sessions are alive after their sign-out") }
        if back == nil { faults.append("service was not back in time") }
        if answers.slowest > .seconds(10) { faults.append("an answer took \(answers.slowest)") }
        if let other = answers.other.first { faults.append("\(answers.other.count) answers such as \(other)") }
        if sessions == 0 { faults.append("no session was tried") }
        return faults
    }
}

/// One fault, tried under load.
struct FaultTrial: Sendable {
    let track: Track
    let fault: FaultCase

    /// How long all must be well before the fault, and after it.
    private static let calm = Duration.seconds(2)
    private static let patience = Duration.seconds(40)

    func run() async throws -> FaultOutcome {
        let ledger = Ledger()
        let load = Load(track: track, ledger: ledger)
        let running = Task { await load.run() }
        do {
            try await Task.sleep(for: Self.calm)
            try await fault.inject()
            try await Task.sleep(for: fault.time)
            try await fault.heal()
        } catch {
            running.cancel()
            throw error
        }
        let healed = ContinuousClock.now
        let deadline = healed + Self.patience
        var lastFault: ContinuousClock.Instant { max(ledger.answers.lastFault ?? healed, healed) }
        while .now < lastFault + Self.calm, .now < deadline {
            try await Task.sleep(for: .milliseconds(50))
        }
        let back = .now < deadline ? lastFault - healed : nil
        running.cancel()
        await running.value
        return try await judge(ledger, healed, back, deadline)
    }

    private func judge(
        _ ledger: Ledger, _ healed: ContinuousClock.Instant, _ back: Duration?, _ deadline: ContinuousClock.Instant
    ) async throws -> FaultOutcome {
        let sessions = ledger.sessions
        let kept = sessions.filter { !$0.isSignedOut }
        let lacking = try await inParallel(kept.count, width: 32) { number in
            let look = try await track.look(kept[number].cookie, from: number)
            let (least, most) = (kept[number].values, kept[number].values + kept[number].doubtful)
            // One value more: that somebody is signed in.
            return !look.isSignedIn || !(least...most).contains(look.values - 1)
        }
        var alive = sessions.filter(\.isSignedOut).map(\.cookie)
        while true {
            alive = try await living(alive)
            guard !alive.isEmpty, .now < deadline else { break }
            try await Task.sleep(for: .milliseconds(200))
        }
        return FaultOutcome(
            answers: ledger.answers, back: back, lost: lacking.count { $0 }, alive: alive.count,
            final: .now - healed, sessions: sessions.count)
    }

    private func living(_ cookies: [String]) async throws -> [String] {
        let alive = try await inParallel(cookies.count, width: 32) { try await track.isAlive(cookies[$0]) }
        return zip(cookies, alive).filter { $1 }.map { $0.0 }
    }
}
