public import HTTPCookies
public import Logging
import Synchronization

/// Keeps an app's sessions: finds a request's session, and stores at its end what became of it.
///
/// The three steps of the data path are ``identify(_:)``, ``open(_:for:)`` and ``commit(_:)``. One keeper serves
/// all requests; ``run()`` is its housekeeping.
public final class SessionKeeper: Sendable {
    /// Where the sessions are.
    public let store: any SessionStore
    /// How they are kept.
    public let options: SessionOptions
    let signer: CookieSigner
    let clock: any WallClock
    let logger: Logger
    let writer: RecordWriter
    let keyForm: SessionKeyForm
    private let beginnings: CookieBeginnings
    private let withheldCookies = Mutex(Reminder(every: .seconds(60)))

    /// - Parameters:
    ///   - store: where the sessions are. Express: `store`, one in memory by default.
    ///   - secrets: sign the cookies; the newest first, all verify. Express: `secret`, one or a list.
    ///   - options: how the sessions are kept.
    ///   - clock: tells the time of day.
    ///   - logger: for what happens outside of requests.
    /// - Throws: `CookieSigner.Failure` for an empty list or an empty secret; `CookieError` for a cookie that no
    ///   browser would take; ``SessionOptionsError`` for options that cannot work.
    public convenience init(
        store: any SessionStore, secrets: [String], options: SessionOptions = SessionOptions(),
        clock: any WallClock = SystemClock(), logger: Logger
    ) throws {
        try self.init(
            store: store, signer: CookieSigner(secrets: secrets), options: options, clock: clock, logger: logger)
    }

    /// The same with secrets that are no texts.
    ///
    /// - Parameters:
    ///   - store: where the sessions are. Express: `store`, one in memory by default.
    ///   - secrets: sign the cookies; the newest first, all verify. Express: `secret`, as one or more `Buffer`s.
    ///   - options: how the sessions are kept.
    ///   - clock: tells the time of day.
    ///   - logger: for what happens outside of requests.
    /// - Throws: as the other one.
    public convenience init(
        store: any SessionStore, secrets: [[UInt8]], options: SessionOptions = SessionOptions(),
        clock: any WallClock = SystemClock(), logger: Logger
    ) throws {
        try self.init(
            store: store, signer: CookieSigner(secrets: secrets), options: options, clock: clock, logger: logger)
    }

    /// With a queue that a test can look into.
    init(
        store: any SessionStore, signer: CookieSigner, options: SessionOptions, clock: any WallClock, logger: Logger,
        queue: CommitQueue = CommitQueue()
    ) throws {
        try options.validate(now: clock.now())
        self.store = store
        self.options = options
        self.clock = clock
        self.logger = logger
        self.signer = signer
        keyForm = options.keyForm ?? store.preferredKeyForm
        writer = RecordWriter(store: store, clock: clock, timeLimit: options.timeLimit, queue: queue)
        beginnings = try CookieBeginnings(options, clock: clock)
    }

    /// Whether a request has a session at all: its path must be one to which the cookie goes.
    ///
    /// A pure function, as is what the app adapts the cookie by.
    ///
    /// - Parameter exchange: the request.
    /// - Returns: false where Express leaves `req.session` undefined.
    public func covers(_ exchange: Exchange) -> Bool {
        beginnings.cover(exchange)
    }

    /// The session id that a request's cookie carries; `nil` unless it is signed by one of the secrets.
    ///
    /// Of several cookies of the name, the first that is signed; see ``Policy/cookieTries``. A pure function: the store
    /// is not asked.
    public func identify(_ exchange: Exchange) -> SessionID? {
        for place in 0..<options.policy.cookieTries {
            guard let value = exchange.cookies.value(named: options.name, at: place) else { return nil }
            if let id = id(from: value) { return id }
        }
        return nil
    }

    private func id(from value: String) -> SessionID? {
        signer.text(fromCookieValue: value).flatMap { SessionID($0) }
    }

    /// The signed ids that a request's cookies carry, but for one; costs next to nothing where there is one cookie.
    func ids(in exchange: Exchange, besides id: SessionID) -> [SessionID] {
        let count = min(exchange.cookies.count(named: options.name), options.policy.cookieTries)
        guard count > 1 else { return [] }
        let values = (0..<count).compactMap { exchange.cookies.value(named: options.name, at: $0) }
        return values.compactMap { self.id(from: $0) }.filter { $0 != id }
    }

    /// The session of a request: the one that `id` names, or a new one.
    ///
    /// An id that the store does not know is never adopted. One store round trip if there is an id, else none; more
    /// only where the store does not know it and the request has further cookies of the name.
    ///
    /// - Parameters:
    ///   - id: what ``identify(_:)`` found.
    ///   - exchange: the request.
    /// - Returns: the session, new or loaded.
    /// - Throws: ``StoreError`` if the store cannot tell; `CookieError` where the app has adapted the cookie to one
    ///   that no browser would take.
    public func open(_ id: SessionID?, for exchange: Exchange) async throws -> Session {
        let beginning = try beginnings.cookie(for: exchange)
        guard let id else { return begin(.new, with: beginning, for: exchange) }
        if let found = try await find(id) { return session(found, id, beginning, exchange) }
        exchange.logger.debug("a signed session id names no session", metadata: ["session": "\(id)"])
        for other in ids(in: exchange, besides: id) {
            if let found = try await find(other) { return session(found, other, beginning, exchange) }
        }
        return begin(.new, with: beginning, for: exchange, replacesExpired: true)
    }

    private func session(
        _ found: Found, _ id: SessionID, _ beginning: StoredCookie, _ exchange: Exchange
    ) -> Session {
        let state = SessionState(
            .loaded(id, found.record), fields: found.fields, lifetime: found.lifetime, beginning: beginning)
        return Session(state, keeper: self, exchange: exchange)
    }

    /// The session of a request that must go on although the store cannot tell: for sign-out, which can destroy it.
    ///
    /// It knows its id and nothing else.
    ///
    /// - Parameters:
    ///   - id: what ``identify(_:)`` found.
    ///   - exchange: the request.
    /// - Returns: a session without values.
    /// - Throws: `CookieError`, as ``open(_:for:)``.
    public func openUnread(_ id: SessionID, for exchange: Exchange) throws(CookieError) -> Session {
        begin(.unread(id), with: try beginnings.cookie(for: exchange), for: exchange)
    }

    private func begin(
        _ source: SessionState.Source, with cookie: StoredCookie, for exchange: Exchange, replacesExpired: Bool = false
    ) -> Session {
        let lifetime = Lifetime(options.policy, maxAge: cookie.originalMaxAge, times: nil)
        let state = SessionState(source, lifetime: lifetime, beginning: cookie)
        return Session(state, keeper: self, exchange: exchange, replacesExpired: replacesExpired)
    }

    /// What the store has under an id.
    struct Found: Sendable {
        let record: SessionRecord
        let fields: RecordFields
        let lifetime: Lifetime
    }

    /// What the store has under an id; `nil` where that is nothing, is refused, or has passed its absolute limit.
    func find(_ id: SessionID) async throws(StoreError) -> Found? {
        let key = key(of: id)
        guard !isRefused(key), let record = try await store.load(key) else { return nil }
        let fields = record.fields
        let lifetime = Lifetime(
            options.policy, maxAge: StoredCookie.originalMaxAge(in: fields), times: SessionTimes(of: fields))
        guard !lifetime.hasEnded(at: clock.now()) else { return nil }
        return Found(record: record, fields: fields, lifetime: lifetime)
    }

    func key(of id: SessionID) -> SessionKey {
        SessionKey(id, keyForm)
    }

    /// Whether a session is to be destroyed, which the store could not do yet.
    func isRefused(_ key: SessionKey) -> Bool {
        writer.backlog.contains(key)
    }

    /// The id under which a session will be known, made where there is none yet.
    ///
    /// - Parameters:
    ///   - session: remembers the id.
    ///   - state: as it was; what has been renewed since then gets another id.
    /// - Returns: the same id for the same state.
    /// - Throws: what ``SessionOptions/makeID`` throws.
    func nextID(of session: Session, as state: SessionState) async throws -> SessionID {
        if let id = state.nextID { return id }
        let made = try await options.makeID(session.exchange)
        return session.state.withLock { $0.take(made, for: state.newID.turn) }
    }

    /// Every request may run into it, so that it is told once a minute.
    func reportWithheldCookie(to logger: Logger) {
        let now = clock.now()
        guard withheldCookies.withLock({ $0.isDue(at: now) }) else { return }
        logger.warning(
            """
            a secure session cookie cannot be set on an insecure connection, so no session was stored: serve over TLS \
            and say so (in Portero by ClientMiddleware's servesTLS), or trust the proxy that does (TrustedProxies; the \
            app's TRUSTED_PROXIES), or let the cookie be insecure (CookieOptions.secure)
            """)
    }
}
