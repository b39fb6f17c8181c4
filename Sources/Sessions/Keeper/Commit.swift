import HTTPCookies
import Logging

/// One commit: carries out what the plan says of one request's session.
struct Commit: Sendable {
    let session: Session
    let state: SessionState
    /// Made by the caller: Swift 6.3.1's optimiser crashes where an initialiser makes it of the state.
    let plan: CommitPlan
    let keeper: SessionKeeper

    /// What a commit leaves to be told to the browser.
    enum Outcome: Sendable {
        case nothing
        /// The session has ended or moved meanwhile: no cookie at all, since another response may have set a new one.
        case missing
        /// The record was touched or left alone; its cookie is due all the same.
        case kept(SessionID, StoredCookie)
        /// The record stands, under this id; its cookie may be due.
        case stored(SessionID, Draft.Page, isDue: Bool)
        /// The session has ended here: the browser forgets its cookie.
        case ended(StoredCookie)
    }

    /// Asks the store, at most once where nobody else changes the session.
    ///
    /// Runs to its end where the waiting task is cancelled.
    func run() async throws -> Outcome {
        switch (plan.store, state.source) {
        case (.nothing, _):
            plan.cookie == .expire ? .ended(state.cookie) : .nothing
        case (.touch, .loaded(let id, _)):
            try await touch(id)
        case (.create, _):
            try await shielded { try await create() }
        case (.replace, .loaded(let id, let record)):
            try await shielded { try await replace(id, record) }
        case (.move, .loaded(let id, let record)):
            try await shielded { try await move(id, record) }
        case (.delete, .loaded(let id, _)), (.delete, .unread(let id)):
            try await delete(id)
        case (.refuse, _):
            throw StoreError("load", .unavailable, cause: "the session could not be read, so it cannot be changed")
        case (.touch, _), (.replace, _), (.move, _), (.delete, .new):
            // No row of the plan's table leads here.
            .nothing
        }
    }

    private var isDue: Bool { plan.cookie == .set || state.owesCookie }

    private func draft(_ journal: Journal) -> Draft {
        Draft(
            journal: journal, renews: state.renewal != nil, beginning: state.beginning, policy: keeper.options.policy)
    }

    private func delete(_ id: SessionID) async throws -> Outcome {
        try await keeper.deleteAll(id, of: session)
        return .ended(state.cookie)
    }

    /// Moves the expiry, unless it was moved a moment ago.
    private func touch(_ id: SessionID) async throws -> Outcome {
        let now = keeper.clock.now()
        if let expiry = state.dueExpiry(now: now) {
            let key = keeper.key(of: id)
            let store = keeper.store
            guard !keeper.isRefused(key),
                try await shielded({ () async throws(StoreError) in try await store.touch(key, until: expiry) })
            else { return .missing }
        }
        guard isDue else { return .nothing }
        var cookie = state.cookie
        cookie.touch(now: now)
        return .kept(id, cookie)
    }

    private func replace(_ id: SessionID, _ record: SessionRecord) async throws -> Outcome {
        switch try await keeper.writer.replace(keeper.key(of: id), record, draft(state.journal)) {
        case .written(let page): .stored(id, page, isDue: isDue)
        case .missing: .missing
        }
    }

    private func move(_ id: SessionID, _ record: SessionRecord) async throws -> Outcome {
        guard let renewal = state.renewal, !withholds(state.cookie) else { return .nothing }
        let key = keeper.key(of: id)
        let newID = try await keeper.nextID(of: session, as: state)
        let newKey = keeper.key(of: newID)
        switch try await keeper.writer.move(key, record, to: newKey, draft(state.journal)) {
        case .written(let page):
            return .stored(newID, page, isDue: true)
        case .missing:
            return renewal.authority == .credentials ? try await create(under: newID) : .missing
        }
    }

    /// Begins a record: of a new session, or of a renewed one that has ended meanwhile.
    private func create(under made: SessionID? = nil) async throws -> Outcome {
        let isNew = state.origin == .new
        guard !withholds(isNew ? state.cookie : state.beginning) else { return .nothing }
        var id = if let made { made } else { try await keeper.nextID(of: session, as: state) }
        let draft = draft(isNew ? state.journal : state.journal.suffix(from: state.renewal?.mark ?? 0))
        let now = keeper.clock.now()
        let page = draft.page(try draft.write(over: Draft.Sheet(), now: now), now: now)
        for _ in 0..<3 {
            if try await keeper.store.create(keeper.key(of: id), page.record) {
                return .stored(id, page, isDue: true)
            }
            id = try await keeper.options.makeID(session.exchange)
        }
        throw StoreError("create", .unavailable, cause: "3 session ids were taken, expected a generator of unique ones")
    }

    /// Whether the browser could not be given this cookie, so that a record would be of no use to anybody.
    private func withholds(_ cookie: StoredCookie) -> Bool {
        guard cookie.isSecure, !session.exchange.isSecure else { return false }
        keeper.reportWithheldCookie(to: session.logger)
        return true
    }
}

/// Runs to its end even where the task that waits is cancelled: a client that hangs up undoes nothing it asked for.
///
/// This is the library's one unstructured task, and it is always awaited.
package func shielded<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    let task = Task { () async -> Result<Value, Failure> in
        do throws(Failure) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
    return try await task.value.get()
}
