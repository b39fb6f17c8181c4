import HTTPCookies
import Logging
import Synchronization

extension SessionKeeper {
    /// Stores what became of a session, before the response goes out.
    ///
    /// Goes on when the request's task is cancelled: a client that hangs up does not undo what it asked for.
    ///
    /// - Parameter session: the request's session; from here on it takes no change.
    /// - Returns: the `Set-Cookie` line that the response must carry; `nil`: none.
    /// - Throws: ``StoreError`` if the store could not take it, and what an update's closure threw when it ran again.
    public func commit(_ session: Session) async throws -> String? {
        await session.turnstile.enter()
        defer { session.turnstile.leave() }
        let now = clock.now()
        guard let state = session.state.withLock({ $0.seal(options.policy, now: now) }) else { return nil }
        return try line(await carryOut(state.plan(options.policy), of: session, state), for: session)
    }

    /// Stores a session that goes on.
    ///
    /// Express: `save`.
    func save(_ session: Session) async throws {
        await session.turnstile.enter()
        defer { session.turnstile.leave() }
        let state = session.state.withLock { $0 }
        guard state.isOpen else { return }
        let outcome = try await carryOut(state.planOfSave(options.policy), of: session, state)
        if case .missing = outcome { throw SessionError.gone }
    }

    /// Does what the plan says, and makes known to the session, which may go on, what was stored.
    private func carryOut(
        _ plan: CommitPlan, of session: Session, _ state: SessionState
    ) async throws -> Commit.Outcome {
        let outcome = try await Commit(session: session, state: state, plan: plan, keeper: self).run()
        if case .stored(let id, let page, let isDue) = outcome {
            session.state.withLock { $0.settle(state, as: page, under: id, owesCookie: isDue) }
        }
        return outcome
    }

    private func line(_ outcome: Commit.Outcome, for session: Session) throws -> String? {
        let isSecure = session.exchange.isSecure
        return switch outcome {
        case .nothing, .missing, .stored(_, _, isDue: false):
            nil
        case .kept(let id, let cookie):
            try line(for: id, cookie, isSecure: isSecure)
        case .stored(let id, let page, isDue: true):
            try line(for: id, page.cookie, isSecure: isSecure)
        case .ended(let cookie):
            try expiringLine(cookie, or: session.state.withLock { $0.beginning }, isSecure: isSecure)
        }
    }

    private func line(for id: SessionID, _ cookie: StoredCookie, isSecure: Bool) throws -> String? {
        guard isSecure || !cookie.isSecure else { return nil }
        let value = signer.cookieValue(for: id.text)
        return try SetCookie(options.name, value: value, attributes: cookie.attributes(isSecure: isSecure)).line
    }

    /// - Throws: `CookieError` for a cookie that no browser would take.
    func check(_ cookie: StoredCookie, isSecure: Bool) throws(CookieError) {
        _ = try SetCookie(options.name, value: "", attributes: cookie.attributes(isSecure: isSecure))
    }

    /// A record's cookie that no browser would take must not keep a sign-out from being told.
    private func expiringLine(_ cookie: StoredCookie, or other: StoredCookie, isSecure: Bool) throws -> String {
        let own = try? cookie.expiredAttributes(isSecure: isSecure)
        let attributes = try own ?? other.expiredAttributes(isSecure: isSecure)
        return try SetCookie(options.name, value: "", attributes: attributes).line
    }
}

extension SessionKeeper {
    /// Reads a session anew.
    ///
    /// Express: `reload`.
    func reload(_ session: Session) async throws {
        await session.turnstile.enter()
        defer { session.turnstile.leave() }
        let id = session.state.withLock { $0.isOpen ? $0.knownID : nil }
        guard let id else { throw SessionError.gone }
        // Not in the guard: Swift 6.3.1's optimiser crashes on an await there.
        let found = try await find(id)
        guard let found else { throw SessionError.gone }
        session.state.withLock { $0.restart(as: found, under: id) }
    }

    /// Destroys a session in the store at once; one that began with this request has nothing to destroy.
    func destroy(_ session: Session) async throws(StoreError) {
        await session.turnstile.enter()
        defer { session.turnstile.leave() }
        let id = session.state.withLock { state in
            _ = state.end(.done)
            return state.knownID
        }
        if let id { try await deleteAll(id, of: session) }
    }

    /// Destroys what stands under an id, and under the others that the request's cookies name: with one of these the
    /// browser would go on.
    ///
    /// - Parameters:
    ///   - id: the session's.
    ///   - session: that of the request.
    /// - Throws: ``StoreError`` as ``delete(_:reportingTo:)``, once all have been tried.
    func deleteAll(_ id: SessionID, of session: Session) async throws(StoreError) {
        var failure: StoreError?
        for id in [id] + ids(in: session.exchange, besides: id) {
            do throws(StoreError) {
                try await delete(id, reportingTo: session.logger)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// Destroys what stands under an id, and what a renewal has made of it meanwhile.
    ///
    /// - Parameters:
    ///   - id: the session's.
    ///   - logger: the request's.
    /// - Throws: ``StoreError``; then the id is refused here, and ``run()`` goes on trying.
    func delete(_ id: SessionID, reportingTo logger: Logger) async throws(StoreError) {
        let key = key(of: id)
        do throws(StoreError) {
            try await shielded { () async throws(StoreError) in try await self.delete(key) }
        } catch {
            logger.error(
                "a session could not be destroyed; its id is refused here and the store will be asked again",
                metadata: ["session": "\(key)", "error": "\(error)"])
            throw error
        }
    }

    /// A key that is gone was perhaps renewed: then those that came of it go too, or are refused with it.
    func delete(_ first: SessionKey) async throws(StoreError) {
        var pending = [first]
        var seen: Set<SessionKey> = []
        var failure: StoreError?
        while let key = pending.popLast() {
            guard seen.insert(key).inserted else { continue }
            do throws(StoreError) {
                if failure == nil, try await store.delete(key) { continue }
            } catch {
                failure = error
            }
            if failure != nil { writer.backlog.add(key, until: clock.now() + options.policy.longestLife) }
            pending += writer.trail.next(after: key)
        }
        if let failure { throw failure }
    }
}
