/// What the end of a request does to the store and to the browser's cookie.
struct CommitPlan: Hashable, Sendable {
    /// What is asked of the store.
    enum StoreAction: Hashable, Sendable, CaseIterable {
        case nothing, create, replace, move, touch, delete
        /// Nothing can be asked: the commit fails.
        case refuse
    }

    /// What becomes of the browser's cookie.
    enum CookieAction: Hashable, Sendable, CaseIterable {
        case keep, set, expire
    }

    /// Where a session came from.
    enum Origin: Hashable, Sendable, CaseIterable {
        /// It began with this request.
        case new
        /// The store had it.
        case loaded
        /// The store failed to say, and the route goes on without.
        case unread
    }

    /// What the request did to it.
    enum Change: Hashable, Sendable, CaseIterable {
        case untouched, modified, renewed, destroyed
        /// The rest of the request has no session.
        case unset
        /// It was not changed, but is to be written now all the same.
        case saving
        /// It was not changed since it was written in mid-request.
        case saved
        /// Destroyed in the store already, or left to the keeper to destroy.
        case ended
    }

    let store: StoreAction
    let cookie: CookieAction

    init(_ store: StoreAction, _ cookie: CookieAction) {
        self.store = store
        self.cookie = cookie
    }

    /// The whole save policy.
    ///
    /// Source: express-session 1.19, `shouldSave`, `shouldTouch` and `shouldSetCookie`; where it differs, that is on
    /// purpose: a destroyed session's cookie is expired.
    ///
    /// - Parameters:
    ///   - origin: where the session came from.
    ///   - change: what the request did to it.
    ///   - expires: whether its cookie has an expiry, which a change then has to tell the browser.
    ///   - policy: what the app wants.
    /// - Returns: what to ask of the store, and what to tell the browser if the store does it.
    static func decide(
        _ origin: Origin, _ change: Change, expires: @autoclosure () -> Bool, _ policy: Policy
    ) -> CommitPlan {
        switch (origin, change) {
        case (.new, .untouched): policy.saveUninitialized ? CommitPlan(.create, .set) : CommitPlan(.nothing, .keep)
        case (.new, .modified), (.new, .renewed): CommitPlan(.create, .set)
        case (.new, .destroyed), (.new, .ended), (.new, .unset): CommitPlan(.nothing, .keep)
        case (.loaded, .unset), (.unread, .unset):
            policy.unset == .destroy ? CommitPlan(.delete, .expire) : CommitPlan(.nothing, .keep)
        case (.loaded, .untouched): CommitPlan(policy.resave ? .replace : .touch, policy.rolling ? .set : .keep)
        case (.new, .saving): CommitPlan(.create, .set)
        case (.loaded, .saving): CommitPlan(.replace, policy.rolling ? .set : .keep)
        case (.loaded, .saved): CommitPlan(.touch, policy.rolling ? .set : .keep)
        case (.loaded, .modified): CommitPlan(.replace, policy.rolling || expires() ? .set : .keep)
        case (.loaded, .renewed): CommitPlan(.move, .set)
        case (.loaded, .destroyed): CommitPlan(.delete, .expire)
        case (.loaded, .ended): CommitPlan(.nothing, .expire)
        case (.unread, .destroyed): CommitPlan(.delete, .expire)
        case (.unread, .ended): CommitPlan(.nothing, .expire)
        case (.unread, .untouched): CommitPlan(.nothing, .keep)
        case (.unread, .modified), (.unread, .renewed), (.unread, .saving): CommitPlan(.refuse, .keep)
        // What was saved is loaded from then on.
        case (.new, .saved), (.unread, .saved): CommitPlan(.nothing, .keep)
        }
    }
}
