import HTTPCookies
import Logging
import StoreTesting
import Synchronization

@testable import Sessions

/// A keeper over a memory store, with a clock that stands still, a log to look into and as many browsers as one likes.
struct Desk: Sendable {
    static let hour = Duration.seconds(3600)

    let clock = ManualClock()
    let log = LogRecorder()
    let memory: MemorySessionStore
    let store: FaultyStore
    let keeper: SessionKeeper
    /// How many commits have begun to wait for others.
    let waits = Tally()
    private let options: SessionOptions
    private let signer: CookieSigner

    init(
        _ policy: Policy = Policy(), cookie: CookieOptions = CookieOptions(), timeLimit: Duration = .seconds(600),
        recordLimit: Int = MemorySessionStore.defaultRecordLimit, _ change: (inout SessionOptions) -> Void = { _ in },
        onWait: @escaping @Sendable () -> Void = {}, over wrap: (FaultyStore) -> any SessionStore = { $0 }
    ) throws {
        var options = SessionOptions()
        options.policy = policy
        options.cookie = cookie
        options.timeLimit = timeLimit
        change(&options)
        self.options = options
        signer = try CookieSigner(secrets: ["new", "old"])
        memory = MemorySessionStore(recordLimit: recordLimit, clock: clock)
        store = FaultyStore(memory)
        let waits = waits
        keeper = try SessionKeeper(
            store: wrap(store), signer: signer, options: options, clock: clock, logger: log.logger,
            queue: CommitQueue {
                onWait()
                waits.add()
            })
    }

    /// Another node on the same store.
    func node(
        onWait: @escaping @Sendable () -> Void = {}, over wrap: (FaultyStore) -> any SessionStore = { $0 }
    ) throws -> SessionKeeper {
        try SessionKeeper(
            store: wrap(store), signer: signer, options: options, clock: clock, logger: log.logger,
            queue: CommitQueue(didWait: onWait))
    }

    func exchange(
        _ cookie: String? = nil, isSecure: Bool = false, host: String? = nil, target: String = "/"
    ) -> Exchange {
        Exchange(
            cookies: CookieFields(cookie.map { [$0] } ?? []), isSecure: isSecure, host: host, target: target,
            logger: log.logger)
    }

    /// One request of a browser: the data path.
    ///
    /// - Returns: the `Set-Cookie` line.
    @discardableResult
    func visit(
        _ browser: CookieJar? = nil, at node: SessionKeeper? = nil, isSecure: Bool = false,
        _ body: (Session) async throws -> Void = { _ in }
    ) async throws -> String? {
        let keeper = node ?? keeper
        let session = try await open(browser, at: keeper, isSecure: isSecure)
        try await body(session)
        let line = try await keeper.commit(session)
        if let line { browser?.receive([line]) }
        return line
    }

    /// The first half of a request.
    func open(
        _ browser: CookieJar?, at node: SessionKeeper? = nil, isSecure: Bool = false
    ) async throws -> Session {
        let keeper = node ?? keeper
        let exchange = exchange(browser?.header(isSecure: isSecure), isSecure: isSecure)
        return try await keeper.open(keeper.identify(exchange), for: exchange)
    }

    /// A browser that has signed in; the calls that this took are forgotten.
    func signedIn(isSecure: Bool = false) async throws -> CookieJar {
        let browser = CookieJar(clock: clock)
        try await visit(browser, isSecure: isSecure) { session in
            session.renew(by: .credentials)
            session["loggedin"] = true
            session["usrId"] = 42
        }
        store.forgetCalls()
        return browser
    }

    /// What the store was asked so far, in order.
    var calls: [FaultyStore.Operation] {
        store.calls.map(\.operation)
    }

    /// The record that a browser's cookie names.
    func record(_ browser: CookieJar) async throws -> SessionRecord? {
        guard let id = keeper.identify(exchange(browser.header(isSecure: true))) else { return nil }
        return try await memory.load(keeper.key(of: id))
    }

    /// Its JSON text.
    func json(_ browser: CookieJar) async throws -> String? {
        try await record(browser).map { String(decoding: $0.json, as: UTF8.self) }
    }

    /// Puts a record into the store, as Express or another node would, and its cookie into a browser.
    func plant(_ json: String, id text: String = "sid", expiresIn life: Duration = Desk.hour) async throws -> CookieJar
    {
        guard let id = SessionID(text), let record = SessionRecord(json: Array(json.utf8), expiry: clock.now() + life)
        else { throw Misplanted() }
        _ = try await memory.create(keeper.key(of: id), record)
        let browser = CookieJar(clock: clock)
        browser.receive(["connect.sid=" + keeper.signer.cookieValue(for: id.text) + "; Path=/"])
        return browser
    }

    private struct Misplanted: Error {}
}

/// Counts, and lets tasks wait until it has counted to a number: nobody has to sleep or to poll.
final class Tally: Sendable {
    private let state = Mutex<(count: Int, waiters: [(goal: Int, waiter: CheckedContinuation<Void, Never>)])>((0, []))

    func add() {
        let due = state.withLock { state in
            state.count += 1
            let due = state.waiters.filter { $0.goal <= state.count }
            state.waiters.removeAll { $0.goal <= state.count }
            return due
        }
        for (_, waiter) in due { waiter.resume() }
    }

    func reach(_ goal: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.count >= goal { return true }
                state.waiters.append((goal, continuation))
                return false
            }
            if isReached { continuation.resume() }
        }
    }
}

extension Desk {
    /// The key of the session that a browser's cookie names.
    func key(_ browser: CookieJar) throws -> SessionKey {
        guard let id = keeper.identify(exchange(browser.header(isSecure: true))) else { throw SessionError.gone }
        return keeper.key(of: id)
    }
}
