import StoreTesting
import Synchronization
import Testing

@testable import Sessions

@Suite("Requests at once keep each other's changes (promise 2)") struct ConcurrentChangeTests {
    @Test(arguments: [1, 2])
    func `200 increments end at exactly 200`(_ nodes: Int) async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await atOnce(200, on: desk, nodes: nodes, browser) { session, _ in
            try session.update("views", default: 0) { $0 += 1 }
        }
        #expect(try await desk.record(browser)?.fields["views"]?.int == 200)
    }

    @Test(arguments: [1, 2])
    func `100 requests that each set a key of their own keep all`(_ nodes: Int) async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await atOnce(100, on: desk, nodes: nodes, browser) { session, place in session["key\(place)"] = place }
        let fields = try #require(try await desk.record(browser)?.fields)
        for place in 0..<100 { #expect(fields["key\(place)"]?.int == place) }
    }

    @Test func `commits that wait are applied in one replace, and none waits for ever`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        // The store answers the first commit when all others wait.
        desk.store.before(.replace) { _ in await desk.waits.reach(199) }
        try await atOnce(200, on: desk, nodes: 1, browser) { session, _ in
            try session.update("views", default: 0) { $0 += 1 }
        }
        #expect(desk.store.count(.replace) == 2)
        #expect(desk.keeper.writer.queue.isIdle)
        #expect(try await desk.record(browser)?.fields["views"]?.int == 200)
    }

    @Test func `a move lets those before it ride together, and those behind it find nothing`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let key = try desk.key(browser)
        let lines = try await inLine(
            desk, browser,
            [
                { $0["a"] = 1 }, { $0["b"] = 1 }, { $0["c"] = 1 }, { $0.renew() }, { $0["d"] = 1 },
            ])
        #expect(desk.calls.filter { $0 != .load } == [.replace, .replace, .move, .replace])
        #expect(lines.map { $0 != nil } == [false, false, false, true, false])
        browser.receive(lines.compactMap { $0 })
        let fields = try #require(try await desk.record(browser)?.fields)
        #expect(["a", "b", "c", "d"].map { fields[$0] != nil } == [true, true, true, false])
        #expect(try await desk.memory.load(key) == nil)
    }

    @Test func `an update that throws when it runs again fails its own commit, not those it rides with`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let outcomes = try await outcomesInLine(
            desk, browser,
            [
                { $0["a"] = 1 },
                { try $0.update("n", default: 0) { n in n += 1 } },
                { try $0.update("a", default: 0) { a in if a == 1 { throw Refusal() } } },
                { $0["b"] = 1 },
            ])
        #expect(outcomes.map { $0 is Refusal } == [false, false, true, false])
        let fields = try #require(try await desk.record(browser)?.fields)
        #expect(["a", "n", "b"].map { fields[$0]?.int } == [1, 1, 1])
    }

    @Test func `a change that makes the record too large fails alone`() async throws {
        let desk = try Desk(recordLimit: 600)
        let browser = try await desk.signedIn()
        let outcomes = try await outcomesInLine(
            desk, browser,
            [
                { $0["a"] = 1 }, { $0["b"] = 1 }, { $0["much"] = String(repeating: "x", count: 600) }, { $0["c"] = 1 },
            ])
        #expect(outcomes.map { ($0 as? StoreError)?.kind } == [nil, nil, .tooLarge, nil])
        let fields = try #require(try await desk.record(browser)?.fields)
        #expect(["a", "b", "c"].map { fields[$0]?.int } == [1, 1, 1])
    }

    @Test func `a store that fails tells all that ride together`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        desk.store.after(.replace) { _ in desk.store.fail(.replace, times: 1) }
        let outcomes = try await outcomesInLine(desk, browser, [{ $0["a"] = 1 }, { $0["b"] = 1 }, { $0["c"] = 1 }])
        #expect(outcomes.map { $0 is StoreError } == [false, true, true])
        #expect(desk.keeper.writer.queue.isIdle)
    }

    @Test(arguments: [FaultyStore.Operation.replace, .move])
    func `a node that loses to others for as long as its time limit says so`(_ operation: FaultyStore.Operation)
        async throws
    {
        let desk = try Desk(timeLimit: .zero)
        let browser = try await desk.signedIn()
        let other = try desk.node()
        let session = try await desk.open(browser)
        try await desk.visit(browser, at: other) { $0["theirs"] = 1 }
        if operation == .move { session.renew() } else { session["mine"] = 1 }
        let error = await #expect(throws: StoreError.self) { try await desk.keeper.commit(session) }
        #expect(error?.description.hasPrefix("store unavailable in \(operation): other writers won 1 times") == true)
        #expect(desk.keeper.writer.queue.isIdle)
    }

    private func atOnce(
        _ count: Int, on desk: Desk, nodes: Int, _ browser: CookieJar,
        _ change: @escaping @Sendable (Session, Int) throws -> Void
    ) async throws {
        let keepers = [desk.keeper, try desk.node()].prefix(nodes)
        try await withThrowingTaskGroup { group in
            for place in 0..<count {
                let keeper = keepers[place % nodes]
                let session = try await desk.open(browser, at: keeper)
                group.addTask {
                    try change(session, place)
                    _ = try await keeper.commit(session)
                }
            }
            try await group.waitForAll()
        }
    }
}

private struct Refusal: Error {}

/// Commits sessions of one browser so that the first is in the store while the others wait behind it, in order.
private func outcomesInLine(
    _ desk: Desk, _ browser: CookieJar, _ changes: [@Sendable (Session) throws -> Void]
) async throws -> [(any Error)?] {
    try await line(desk, browser, changes).map { result in
        if case .failure(let error) = result { error } else { nil }
    }
}

private func inLine(
    _ desk: Desk, _ browser: CookieJar, _ changes: [@Sendable (Session) throws -> Void]
) async throws -> [String?] {
    try await line(desk, browser, changes).map { try $0.get() }
}

private func line(
    _ desk: Desk, _ browser: CookieJar, _ changes: [@Sendable (Session) throws -> Void]
) async throws -> [Result<String?, any Error>] {
    let leads = Tally()
    desk.store.before(.replace) { _ in
        leads.add()
        await desk.waits.reach(changes.count - 1)
    }
    var sessions: [Session] = []
    for change in changes {
        let session = try await desk.open(browser)
        try change(session)
        sessions.append(session)
    }
    return await withTaskGroup(of: (Int, Result<String?, any Error>).self) { group in
        for (place, session) in sessions.enumerated() {
            group.addTask {
                do {
                    return (place, .success(try await desk.keeper.commit(session)))
                } catch {
                    return (place, .failure(error))
                }
            }
            await leads.reach(1)
            await desk.waits.reach(place)
        }
        return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
