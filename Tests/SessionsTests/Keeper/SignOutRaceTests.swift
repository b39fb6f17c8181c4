import HTTPCookies
import StoreTesting
import Synchronization
import Testing

@testable import Sessions

/// Many interleavings of requests that hold one session, at the boundaries of store operations, by seed.
@Suite("Signed out means signed out, under any race (promise 1)") struct SignOutRaceTests {
    @Test(arguments: 0..<300)
    func `no write, touch or renewal in flight brings a session back`(_ seed: Int) async throws {
        let race = try await Race(seed: seed)
        await race.run([.signOut, .write, .write, .read, .renew, .renew])
        guard race.signedOut else { return }
        #expect(try await race.desk.memory.count() == 0)
        try await race.expectNobodySeesASession()
    }

    @Test(arguments: 0..<300)
    func `nor does one on another node, where the store destroyed it`(_ seed: Int) async throws {
        let race = try await Race(seed: seed, nodes: 2)
        await race.run([.signOut, .write, .write, .read, .renew, .resave])
        // Where the other node's renewal came first, the store had nothing under the old id to destroy: a limit.
        guard race.signedOut, !race.movedFirst else { return }
        #expect(try await race.desk.memory.count() == 0)
        try await race.expectNobodySeesASession()
    }

    @Test(arguments: 0..<300)
    func `a sign-in in flight goes on by its own authority, and with nothing of the session before`(_ seed: Int)
        async throws
    {
        let race = try await Race(seed: seed)
        await race.run([.signOut, .write, .signIn, .renew])
        guard race.signedOut else { return }
        let count = try await race.desk.memory.count()
        #expect(count <= 1)
        for id in race.ids {
            let session = try await race.desk.keeper.open(id, for: race.desk.exchange())
            #expect(session.names == [] || session.names == ["usrId"])
        }
    }

    @Test(arguments: 0..<300)
    func `where the store cannot destroy it, this node refuses it until it could`(_ seed: Int) async throws {
        let race = try await Race(seed: seed)
        race.desk.store.fail(.delete)
        await race.run([.signOut, .write, .read, .renew, .renew])
        guard race.signedOut else { return }
        try await race.expectNobodySeesASession()
        race.desk.store.heal()
        #expect(await race.desk.keeper.retryDestructionsOnce() == 0)
        #expect(try await race.desk.memory.count() == 0)
    }

    @Test(arguments: 0..<300)
    func `no interleaving on two nodes loses an update (promise 2)`(_ seed: Int) async throws {
        let race = try await Race(seed: seed, nodes: 2)
        await race.run([.write, .write, .write, .write, .read])
        #expect(try await race.desk.record(race.browser)?.fields["views"]?.int == 4)
        #expect(race.failures == 0)
    }
}

/// What a request does between open and commit.
private enum Act {
    case read, write, renew, resave, signIn, signOut
}

/// A signed-in session, and requests that race for it.
private final class Race: Sendable {
    let desk: Desk
    let browser: CookieJar
    private let schedule: Schedule
    private let nodes: [SessionKeeper]
    private let outcome = Mutex(Outcome())

    private struct Outcome {
        var ids: [SessionID] = []
        var signedOut = false
        var failures = 0
    }

    init(seed: Int, nodes count: Int = 1) async throws {
        let schedule = Schedule(seed: UInt64(seed))
        let desk = try Desk(onWait: { schedule.wait() }, over: { ScheduledStore(store: $0, schedule: schedule) })
        nodes = try (0..<count).map { place in
            try place == 0
                ? desk.keeper
                : desk.node(onWait: { schedule.wait() }, over: { ScheduledStore(store: $0, schedule: schedule) })
        }
        browser = try await desk.signedIn()
        // A touch is due.
        desk.clock.advance(by: .seconds(90))
        let id = try await desk.open(browser).id
        outcome.withLock { $0.ids = [id] }
        self.desk = desk
        self.schedule = schedule
    }

    var signedOut: Bool { outcome.withLock { $0.signedOut } }
    var failures: Int { outcome.withLock { $0.failures } }
    /// All ids that the session ever had.
    var ids: [SessionID] { outcome.withLock { $0.ids } }
    /// Whether a renewal reached the store before the sign-out did.
    var movedFirst: Bool {
        let operations = desk.calls.filter { $0 == .move || $0 == .delete }
        return operations.first == .move
    }

    func run(_ acts: [Act]) async {
        await schedule.run(
            acts.enumerated().map { place, act in
                { await self.perform(act, at: self.nodes[place % self.nodes.count]) }
            })
    }

    private func perform(_ act: Act, at node: SessionKeeper) async {
        do {
            let session = try await desk.open(browser, at: node)
            try await change(session, act)
            let line = try await node.commit(session)
            guard line != nil else { return }
            let id = try await session.id
            outcome.withLock { $0.ids.append(id) }
        } catch {
            outcome.withLock { $0.failures += 1 }
        }
    }

    private func change(_ session: Session, _ act: Act) async throws {
        guard !session.isNew else { return }
        switch act {
        case .read: break
        case .write: try session.update("views", default: 0) { $0 += 1 }
        case .renew: session.renew()
        case .resave: session.cookie.maxAge = .seconds(3600)
        case .signIn:
            session.renew(keeping: [], by: .credentials)
            session["usrId"] = 43
        case .signOut:
            outcome.withLock { $0.signedOut = true }
            // Sign-out answers all the same where the store fails.
            try? await session.destroyNow()
        }
    }

    /// What starts after the race finds no session, under none of the ids.
    func expectNobodySeesASession() async throws {
        for node in nodes {
            for id in ids {
                let session = try await node.open(id, for: desk.exchange())
                #expect(session.isNew)
            }
        }
    }
}
