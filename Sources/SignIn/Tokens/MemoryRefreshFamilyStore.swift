public import HTTPCookies
public import Sessions
import Synchronization

/// Keeps families of refresh tokens in this process: gone when it ends.
///
/// One family a sign-in, so it grows with those who sign in; ``sweep()`` frees the expired ones.
public final class MemoryRefreshFamilyStore: RefreshFamilyStore {
    fileprivate struct State {
        var families: [RefreshFamilyKey: RefreshFamily] = [:]
        var keysOfSignIns: [SignInID: Set<RefreshFamilyKey>] = [:]
        var keysOfUsers: [UserID: Set<RefreshFamilyKey>] = [:]
    }

    private let state = Mutex(State())
    private let clock: any WallClock

    /// - Parameter clock: by which families expire.
    public init(clock: any WallClock = SystemClock()) {
        self.clock = clock
    }

    /// O(1).
    public func begin(_ family: RefreshFamily) -> Bool {
        let now = clock.now()
        return state.withLock { state in
            guard state.live(family.key, at: now) == nil else { return false }
            state.add(family)
            return true
        }
    }

    /// O(1).
    public func family(_ key: RefreshFamilyKey) -> RefreshFamily? {
        let now = clock.now()
        return state.withLock { $0.live(key, at: now) }
    }

    /// O(1).
    public func rotate(
        _ key: RefreshFamilyKey, from token: RefreshTokenDigest, to next: RefreshTokenDigest, until expiry: Instant
    ) -> Rotation {
        let now = clock.now()
        return state.withLock { state in
            guard let family = state.live(key, at: now) else { return .missing }
            guard family.live == token else { return .changed(family) }
            let rotated = family.rotated(to: next, at: now, until: expiry)
            state.families[key] = rotated
            return .rotated(rotated)
        }
    }

    /// O(families of the sign-in).
    public func revoke(_ signIn: SignInID) -> Int {
        let now = clock.now()
        return state.withLock { state in
            let keys = state.keysOfSignIns[signIn] ?? []
            let live = keys.count { state.live($0, at: now) != nil }
            for key in keys { state.remove(key) }
            return live
        }
    }

    /// O(families of the user).
    public func families(of user: UserID) -> [RefreshFamily] {
        let now = clock.now()
        return state.withLock { state in
            (state.keysOfUsers[user] ?? []).compactMap { state.live($0, at: now) }
        }
    }

    /// O(families), under the lock.
    public func sweep() -> Int {
        let now = clock.now()
        return state.withLock { state in
            let expired = state.families.values.filter { $0.expiry <= now }
            for family in expired { state.remove(family.key) }
            return expired.count
        }
    }
}

extension MemoryRefreshFamilyStore.State {
    fileprivate mutating func live(_ key: RefreshFamilyKey, at now: Instant) -> RefreshFamily? {
        guard let family = families[key] else { return nil }
        guard family.expiry <= now else { return family }
        remove(key)
        return nil
    }

    fileprivate mutating func add(_ family: RefreshFamily) {
        families[family.key] = family
        keysOfSignIns[family.signIn, default: []].insert(family.key)
        keysOfUsers[family.user.usrId, default: []].insert(family.key)
    }

    fileprivate mutating func remove(_ key: RefreshFamilyKey) {
        guard let family = families.removeValue(forKey: key) else { return }
        keysOfSignIns[family.signIn]?.remove(key)
        if keysOfSignIns[family.signIn]?.isEmpty == true { keysOfSignIns[family.signIn] = nil }
        keysOfUsers[family.user.usrId]?.remove(key)
        if keysOfUsers[family.user.usrId]?.isEmpty == true { keysOfUsers[family.user.usrId] = nil }
    }
}
