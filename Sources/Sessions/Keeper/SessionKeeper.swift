import HTTPCookies
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
    private let secureBeginning: StoredCookie
    private let insecureBeginning: StoredCookie
    private let withheldCookies = Mutex(Reminder(every: .seconds(60)))

    /// - Parameters:
    ///   - store: where the sessions are.
    ///   - secrets: sign the cookies; the newest first, all verify. Express: `secret`.
    ///   - options: how the sessions are kept.
    ///   - clock: tells the time of day.
    ///   - logger: for what happens outside of requests.
    /// - Throws: `CookieSigner.Failure` for an empty list or an empty secret; `CookieError` for a cookie that no
    ///   browser would take.
    public convenience init(
        store: any SessionStore, secrets: [String], options: SessionOptions = SessionOptions(),
        clock: any WallClock = SystemClock(), logger: Logger
    ) throws {
        try self.init(
            store: store, secrets: secrets, options: options, clock: clock, logger: logger, queue: CommitQueue())
    }

    /// With a queue that a test can look into.
    init(
        store: any SessionStore, secrets: [String], options: SessionOptions, clock: any WallClock, logger: Logger,
        queue: CommitQueue
    ) throws {
        try options.cookie.validate()
        self.store = store
        self.options = options
        self.clock = clock
        self.logger = logger
        signer = try CookieSigner(secrets: secrets)
        keyForm = options.keyForm ?? store.preferredKeyForm
        writer = RecordWriter(store: store, clock: clock, timeLimit: options.timeLimit, queue: queue)
        secureBeginning = options.cookie.begin(isSecure: true)
        insecureBeginning = options.cookie.begin(isSecure: false)
    }

    /// The session id that a request's cookie carries; `nil` unless it is signed by one of the secrets.
    ///
    /// A pure function: the store is not asked.
    public func identify(_ exchange: Exchange) -> SessionID? {
        exchange.cookies.value(named: options.cookie.name)
            .flatMap { signer.text(fromCookieValue: $0) }
            .flatMap { SessionID($0) }
    }

    /// The session of a request: the one that `id` names, or a new one.
    ///
    /// An id that the store does not know is never adopted. One store round trip if there is an id, else none.
    ///
    /// - Parameters:
    ///   - id: what ``identify(_:)`` found.
    ///   - exchange: the request.
    /// - Returns: the session, new or loaded.
    /// - Throws: ``StoreError`` if the store cannot tell.
    public func open(_ id: SessionID?, for exchange: Exchange) async throws(StoreError) -> Session {
        guard let id else { return begin(for: exchange, replacesExpired: false) }
        guard let found = try await find(id) else {
            exchange.logger.debug("a signed session id names no session", metadata: ["session": "\(id)"])
            return begin(for: exchange, replacesExpired: true)
        }
        let state = SessionState(
            .loaded(id, found.record), fields: found.fields, lifetime: found.lifetime,
            beginning: beginning(isSecure: exchange.isSecure))
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
    public func openUnread(_ id: SessionID, for exchange: Exchange) -> Session {
        Session(begin(.unread(id), isSecure: exchange.isSecure), keeper: self, exchange: exchange)
    }

    private func begin(for exchange: Exchange, replacesExpired: Bool) -> Session {
        Session(
            begin(.new, isSecure: exchange.isSecure), keeper: self, exchange: exchange,
            replacesExpired: replacesExpired)
    }

    private func begin(_ source: SessionState.Source, isSecure: Bool) -> SessionState {
        let lifetime = Lifetime(options.policy, maxAge: options.cookie.maxAge, times: nil)
        return SessionState(source, lifetime: lifetime, beginning: beginning(isSecure: isSecure))
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

    func beginning(isSecure: Bool) -> StoredCookie {
        isSecure ? secureBeginning : insecureBeginning
    }

    func key(of id: SessionID) -> SessionKey {
        SessionKey(id, keyForm)
    }

    /// Whether a session is to be destroyed, which the store could not do yet.
    func isRefused(_ key: SessionKey) -> Bool {
        writer.backlog.contains(key)
    }

    func makeID() -> SessionID {
        options.makeID()
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
