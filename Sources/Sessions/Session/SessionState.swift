import HTTPCookies

/// One request's view of its session: what was loaded, what has been changed since, what is wanted at the end.
///
/// A value without a lock, a task or a store; ``Session`` carries it in a `Mutex`.
struct SessionState: Sendable {
    /// Where the session came from.
    enum Source: Sendable {
        /// It begins with this request.
        case new
        /// The store has it, under its id.
        case loaded(SessionID, SessionRecord)
        /// The id is signed, but the store failed to say what stands under it.
        case unread(SessionID)
    }

    /// A wish for a new id.
    struct Renewal: Sendable {
        var authority: RenewalAuthority
        /// How many journal entries stood before it.
        var mark: Int
    }

    /// How the session ends, if it does; the last wins.
    enum Ending: Int, Sendable {
        /// For the rest of the request; its record as the policy says.
        case unset
        /// At the commit.
        case wished
        /// It has ended in the store, or the keeper will see to it.
        case done
    }

    /// What became of a change.
    enum Verdict: Sendable {
        case noted
        /// The response has gone; nothing is changed.
        case late
        /// The session has been destroyed; nothing is changed.
        case ended
    }

    private(set) var source: Source
    /// The fields as the request sees them.
    private(set) var fields: RecordFields
    /// How long the record lives, as it was loaded or saved last; of no meaning before.
    private(set) var lifetime: Lifetime
    private(set) var journal = Journal()
    private(set) var renewal: Renewal?
    private(set) var ending: Ending?
    private(set) var isSealed = false
    /// How many changes there were; tells a concurrent change from none.
    private(set) var version = 0
    /// Whether it has been written in mid-request.
    private var isSaved = false
    /// Whether an early save owes the browser a cookie.
    private(set) var owesCookie = false
    /// Whether its expiry is to be moved however short ago it was moved.
    private var wantsTouch = false
    /// The cookie, once it has been edited, touched or saved; else the record tells.
    private var ownCookie: StoredCookie?
    /// The cookie with which a new session begins, and a record without one goes on.
    let beginning: StoredCookie

    init(_ source: Source, fields: RecordFields = RecordFields(), lifetime: Lifetime, beginning: StoredCookie) {
        self.source = source
        self.fields = fields
        self.lifetime = lifetime
        self.beginning = beginning
    }

    /// The cookie as the request sees it; read from the record only when somebody asks.
    var cookie: StoredCookie {
        ownCookie ?? StoredCookie(of: fields) ?? beginning
    }

    /// The cookie as the app sees it; one that begins with this request lives from now on.
    func cookie(asOf now: Instant) -> StoredCookie {
        if let known = ownCookie ?? StoredCookie(of: fields) { return known }
        var new = beginning
        new.touch(now: now)
        return new
    }

    /// The id that the store knows; `nil` for a session that begins with this request.
    var knownID: SessionID? {
        switch source {
        case .loaded(let id, _), .unread(let id): id
        case .new: nil
        }
    }

    /// The id under which the session will be known after this request; `nil` where it has yet to be made.
    var nextID: SessionID? {
        newID.made ?? (renewal == nil ? knownID : nil)
    }

    /// The id of a new session, or of the last renewal.
    private(set) var newID = NewID()

    /// Takes an id that was made meanwhile, unless there is one, or another is wanted by now.
    ///
    /// - Parameters:
    ///   - id: the one that was made.
    ///   - turn: that of the wish for which it was made.
    /// - Returns: the id of that turn.
    mutating func take(_ id: SessionID, for turn: Int) -> SessionID {
        guard turn == newID.turn else { return id }
        if let nextID { return nextID }
        newID.made = id
        return id
    }
}

// MARK: Changes

extension SessionState {
    /// Notes and does a change.
    mutating func note(_ entry: Journal.Entry) -> Verdict {
        if let refusal { return refusal }
        guard !isWithoutEffect(entry) else { return .noted }
        perform(entry)
        journal.note(entry)
        version += 1
        return .noted
    }

    /// Notes a transform that has been run already, on what stood there at `version`.
    ///
    /// - Returns: `nil` if the session has changed since: run it again.
    mutating func noteUpdate(
        of name: String, to value: RawValue?, by transform: @escaping Journal.Transform, since version: Int
    ) -> Verdict? {
        if let refusal { return refusal }
        guard self.version == version else { return nil }
        fields[name] = value
        journal.note(.update(name, transform))
        self.version += 1
        return .noted
    }

    /// Takes the cookie's attributes; its date is no change, since each write makes it anew.
    mutating func take(_ new: SessionCookie) -> Verdict {
        if let refusal { return refusal }
        let old = cookie(asOf: new.now)
        for key in StoredCookie.Key.allCases where key != .expires && old[key] != new.stored[key] {
            journal.note(.editCookie(key, new.stored[key]))
            version += 1
        }
        ownCookie = new.stored
        return .noted
    }

    /// Begins the lifetime anew.
    mutating func touch(asOf now: Instant) -> Verdict {
        if let refusal { return refusal }
        var touched = cookie
        touched.touch(now: now)
        ownCookie = touched
        wantsTouch = true
        return .noted
    }

    /// Wishes for a new id; credentials, once verified, stay verified.
    mutating func renew(by authority: RenewalAuthority, keeping: Set<String>?) -> Verdict {
        if let refusal { return refusal }
        newID.wantAnother()
        if renewal?.authority != .credentials || authority == .credentials {
            renewal = Renewal(authority: authority, mark: journal.entries.count)
        }
        return keeping.map { note(.keepOnly($0)) } ?? .noted
    }

    /// Ends the session; nothing can be read from it any more.
    mutating func end(_ ending: Ending) -> Verdict {
        if ending.rawValue > self.ending?.rawValue ?? -1 { self.ending = ending }
        if ending == .unset { owesCookie = false }
        // The line that clears the cookie has to bear the attributes that the record gave it.
        ownCookie = cookie
        fields = RecordFields()
        return isSealed ? .late : .noted
    }

    /// Whether a change is accepted.
    var isOpen: Bool { refusal == nil }

    private var refusal: Verdict? {
        isSealed ? .late : ending != nil ? .ended : nil
    }

    /// Setting the bytes that are there, or removing what is not, is no change, as for Express's hash.
    private func isWithoutEffect(_ entry: Journal.Entry) -> Bool {
        switch entry {
        case .set(let name, let value): fields[name] == value
        case .remove(let name): fields[name] == nil
        case .editCookie(let key, let value): cookie[key] == value
        case .update, .keepOnly, .fail: false
        }
    }

    private mutating func perform(_ entry: Journal.Entry) {
        if case .editCookie(let key, let value) = entry {
            var cookie = cookie
            cookie[key] = value
            ownCookie = cookie
        } else {
            // What fails here fails again at the commit, where it is thrown.
            try? entry.apply(to: &fields)
        }
    }
}

// MARK: What became of it

extension SessionState {
    /// From here on no change is accepted.
    ///
    /// - Parameters:
    ///   - policy: what the app wants.
    ///   - now: the moment of the commit.
    /// - Returns: what is to be stored or told; `nil` where that is nothing, or it was sealed before.
    mutating func seal(_ policy: Policy, now: Instant) -> SessionState? {
        guard !isSealed else { return nil }
        isSealed = true
        return owesNothing(policy, now: now) ? nil : self
    }

    /// Whether a commit would neither ask the store nor tell the browser: most requests end so.
    private func owesNothing(_ policy: Policy, now: Instant) -> Bool {
        let plan = plan(policy)
        guard plan.cookie == .keep, !owesCookie else { return false }
        return plan.store == .nothing || plan.store == .touch && dueExpiry(now: now) == nil
    }

    /// The expiry to which a touch should move the record, if it should.
    func dueExpiry(now: Instant) -> Instant? {
        guard case .loaded(_, let record) = source else { return nil }
        return lifetime.touch(from: record.expiry, now: now, always: wantsTouch)
    }

    /// What `saved` held stands in the store now; what came since is still to be done.
    mutating func settle(_ saved: SessionState, as page: Draft.Page, under id: SessionID, owesCookie isDue: Bool) {
        let done = saved.journal.entries.count
        source = .loaded(id, page.record)
        isSaved = true
        lifetime = page.lifetime
        journal = journal.suffix(from: done)
        if newID.turn == saved.newID.turn { (renewal, newID.made) = (nil, nil) }
        renewal?.mark -= done
        version += 1
        guard ending == nil else { return }
        owesCookie = owesCookie || isDue
        fields = page.fields
        ownCookie = page.cookie
        for entry in journal.entries { perform(entry) }
    }

    /// The session is what the store has; changes are forgotten.
    ///
    /// After `reload`.
    mutating func restart(as found: SessionKeeper.Found, under id: SessionID) {
        source = .loaded(id, found.record)
        fields = found.fields
        lifetime = found.lifetime
        ownCookie = nil
        journal = Journal()
        renewal = nil
        newID.wantAnother()
        version += 1
    }

    /// What the end of the request does to the store and to the browser's cookie.
    func plan(_ policy: Policy) -> CommitPlan {
        plan(change, policy)
    }

    /// What a save in mid-request does: it writes the record whether it has changed or not.
    func planOfSave(_ policy: Policy) -> CommitPlan {
        plan(change == .untouched || change == .saved ? .saving : change, policy)
    }

    private func plan(_ change: CommitPlan.Change, _ policy: Policy) -> CommitPlan {
        .decide(origin, change, expires: cookie.originalMaxAge != nil, policy)
    }

    var origin: CommitPlan.Origin {
        switch source {
        case .new: .new
        case .loaded: .loaded
        case .unread: .unread
        }
    }

    var change: CommitPlan.Change {
        switch ending {
        case .done: .ended
        case .wished: .destroyed
        case .unset: .unset
        case nil: renewal != nil ? .renewed : !journal.isEmpty ? .modified : isSaved ? .saved : .untouched
        }
    }
}

/// What entitles a request to a new session id.
public enum RenewalAuthority: Hashable, Sendable {
    /// The session itself: if it has ended meanwhile, so has this request's part of it.
    case session
    /// Credentials that were just verified: if the session has ended meanwhile, a fresh one begins with what was set
    /// after the renewal.
    case credentials
}
