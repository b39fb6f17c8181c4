import HTTPCookies
import Logging
import Synchronization

/// One request's session: read and change it freely; the changes are stored once, at the end of the request.
///
/// Safe to use from several tasks of the request. Nothing here touches the store but ``save()``, ``reload()`` and
/// ``destroyNow()``. Changes after the response has been handed over (in a streamed body, say) come too late, and so
/// do changes after ``destroy()`` or ``unset()``: they are dropped and logged. Express: `req.session`.
public final class Session: Sendable {
    /// Whether the request named a session that is not there any more: expired, destroyed or renewed meanwhile.
    public let replacesExpired: Bool
    package let keeper: SessionKeeper
    let exchange: Exchange
    let turnstile = Turnstile()
    // The last, since its size changes with what it is made of: other modules know where the fields before it are, and
    // Swift 6.3's incremental build does not tell them that one has moved (swiftlang/swift#89636).
    let state: Mutex<SessionState>

    init(_ state: consuming SessionState, keeper: SessionKeeper, exchange: Exchange, replacesExpired: Bool = false) {
        self.state = Mutex(state)
        self.keeper = keeper
        self.exchange = exchange
        self.replacesExpired = replacesExpired
    }

    /// The id under which the session will be known after this request.
    ///
    /// Throws what ``SessionOptions/makeID`` throws, which makes the id of a session that is new or renewed when it is
    /// asked for first. Express: `req.sessionID`.
    public var id: SessionID {
        get async throws { try await keeper.nextID(of: self, as: state.withLock { $0 }) }
    }

    /// The request's logger.
    var logger: Logger { exchange.logger }

    /// Whether the store could not tell what stands under the id, so that nothing can be read here.
    public var isUnread: Bool {
        state.withLock { $0.origin == .unread }
    }

    /// Whether the session began with this request.
    public var isNew: Bool {
        state.withLock { $0.origin == .new }
    }

    /// Whether it has been destroyed, or is to be.
    package var hasEnded: Bool {
        state.withLock { $0.ending != nil }
    }

    /// The names of the values in it, in the record's order.
    public var names: [String] {
        state.withLock { $0.fields.names }.filter { !ReservedNames.contains($0) }
    }

    /// The value under a top-level key, undecoded.
    public subscript(raw name: String) -> RawValue? {
        state.withLock { $0.fields[name] }
    }

    /// The value of a typed field.
    ///
    /// `nil` where there is none, or it is not of this type; setting `nil` removes it. A value that JSON cannot hold
    /// fails the commit.
    public subscript<Value>(field: SessionField<Value>) -> Value? {
        get { self[raw: field.name]?.decode(as: Value.self) }
        set { set(field.name, newValue) }
    }

    /// The value under a top-level key, as a type of yours.
    ///
    /// `nil` where there is none, or it is not of this type; setting `nil` removes it. A value that JSON cannot hold,
    /// and a reserved key, fail the commit.
    public subscript<Value: Codable & Sendable>(name: String, as type: Value.Type = Value.self) -> Value? {
        get { self[raw: name]?.decode(as: type) }
        set { set(name, newValue) }
    }

    /// Removes a value; a reserved key fails the commit.
    public func remove(_ name: String) {
        set(name, nil as Bool?)
    }

    /// Changes a value on top of whatever it is when the session is stored: of two requests at once, neither change
    /// is lost.
    ///
    /// - Parameters:
    ///   - name: a top-level key.
    ///   - initial: what the value is where there is none yet, or none of this type.
    ///   - change: pure; runs at once, and again at the commit if another request has changed the session meanwhile.
    /// - Throws: what `change` throws, or ``SessionError``; then nothing is changed. What it throws when it runs again
    ///   fails the commit.
    public func update<Value: Codable & Sendable>(
        _ name: String, default initial: Value, _ change: @escaping @Sendable (inout Value) throws -> Void
    ) throws {
        guard !ReservedNames.contains(name) else { throw SessionError.reservedKey(name) }
        try update(name) { old in
            var value = old?.decode(as: Value.self) ?? initial
            try change(&value)
            return try Self.encode(value, for: name)
        }
    }

    /// Asks for a new id at the commit; call it at every change of privilege.
    ///
    /// Express: `regenerate`.
    ///
    /// - Parameters:
    ///   - names: the values to keep; `nil`: all. Express keeps none.
    ///   - authority: what entitles the request to it.
    public func renew(keeping names: Set<String>? = nil, by authority: RenewalAuthority = .session) {
        report(state.withLock { $0.renew(by: authority, keeping: names) })
    }

    /// Ends the session at the commit; at once, nothing can be read from it any more.
    ///
    /// Where the request has several cookies of the name, the session of each ends, since the browser would go on with
    /// one of them. Express: `destroy`.
    public func destroy() {
        report(state.withLock { $0.end(.wished) })
    }

    /// Ends the session in the store now; the commit then only expires the cookie.
    ///
    /// For sign-out; of several cookies as ``destroy()``. If the store fails, this node refuses the id from now on and goes on trying, see
    /// ``SessionKeeper/run()``.
    ///
    /// - Throws: ``StoreError`` if the store failed.
    public func destroyNow() async throws(StoreError) {
        try await keeper.destroy(self)
    }

    /// Has no session for the rest of the request: nothing can be read from it any more, what was changed is forgotten.
    ///
    /// ``Policy/unset`` says what becomes of the record; what was saved or destroyed before stays so. Express:
    /// `req.session = null`.
    public func unset() {
        report(state.withLock { $0.end(.unset) })
    }

    /// Begins the session's lifetime anew; the commit then moves its expiry however short ago that was moved.
    ///
    /// Each commit does so unless the last was a moment ago. Express: `touch` and `resetMaxAge`.
    public func touch() {
        let now = keeper.clock.now()
        report(state.withLock { $0.touch(asOf: now) })
    }

    /// The attributes of the session's cookie; a change is stored.
    ///
    /// The browser is told of it as of any change: where the cookie has a lifetime, or with ``Policy/rolling``. What no
    /// browser would take fails the commit with a `CookieError`, and nothing is stored. Express: `req.session.cookie`.
    public var cookie: SessionCookie {
        get {
            let now = keeper.clock.now()
            return SessionCookie(
                state.withLock { $0.cookie(asOf: now) }, asOf: now, isSecure: exchange.isSecure)
        }
        set {
            do throws(CookieError) {
                try keeper.check(newValue.stored, isSecure: exchange.isSecure)
                report(state.withLock { $0.take(newValue) })
            } catch {
                note(.fail(error))
            }
        }
    }

    /// Drops this request's changes and reads the session anew.
    ///
    /// Express: `reload`.
    ///
    /// - Throws: ``SessionError/gone`` where it is not there any more, and ``StoreError``.
    public func reload() async throws {
        try await keeper.reload(self)
    }

    /// Stores the session now instead of at the end of the request, with a fresh expiry, whether it has changed or not.
    ///
    /// A new session is then told to the browser. Express: `save`.
    ///
    /// - Throws: what a commit throws: ``StoreError``, or an update's own error; ``SessionError/gone`` where the
    ///   session has ended meanwhile.
    public func save() async throws {
        try await keeper.save(self)
    }

    private func set(_ name: String, _ value: (some Codable)?) {
        guard !ReservedNames.contains(name) else { return note(.fail(SessionError.reservedKey(name))) }
        guard let value else { return note(.remove(name)) }
        do throws(SessionError) {
            note(.set(name, try Self.encode(value, for: name)))
        } catch {
            note(.fail(error))
        }
    }

    private static func encode(_ value: some Encodable, for name: String) throws(SessionError) -> RawValue {
        do {
            return try RawValue(encoding: value)
        } catch {
            throw .unencodable(key: name, cause: "\(type(of: value))")
        }
    }

    /// Changes a value by a transform that cannot fail.
    func change(_ name: String, _ transform: @escaping @Sendable (RawValue?) -> RawValue) {
        // Nothing but the transform throws.
        try? update(name, transform)
    }

    /// Runs the transform outside the lock, and again if another task has changed the session meanwhile.
    private func update(_ name: String, _ transform: @escaping Journal.Transform) throws {
        while true {
            let (old, version) = state.withLock { ($0.fields[name], $0.version) }
            let new = try transform(old)
            let verdict = state.withLock { $0.noteUpdate(of: name, to: new, by: transform, since: version) }
            if let verdict { return report(verdict) }
        }
    }

    private func note(_ entry: Journal.Entry) {
        report(state.withLock { $0.note(entry) })
    }

    private func report(_ verdict: SessionState.Verdict) {
        switch verdict {
        case .noted: break
        case .late: logger.error("a session was changed after its response had gone; the change is lost")
        case .ended: logger.error("a session was changed after it had ended; the change is lost")
        }
    }
}
