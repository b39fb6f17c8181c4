public import HTTPCookies
public import Sessions
public import SignIn

/// A store of refresh families that fails, and is changed underneath its callers, where a test says so; else it hands
/// everything on.
public final class FaultyRefreshFamilyStore: RefreshFamilyStore {
    /// One of the store's operations.
    public enum Operation: String, CaseIterable, Hashable, Sendable {
        /// See ``SignIn/RefreshFamilyStore/begin(_:)``.
        case begin
        /// See ``SignIn/RefreshFamilyStore/family(_:)``.
        case family
        /// See ``SignIn/RefreshFamilyStore/rotate(_:from:to:until:)``.
        case rotate
        /// See ``SignIn/RefreshFamilyStore/revoke(_:)``.
        case revoke
        /// See ``SignIn/RefreshFamilyStore/families(of:)``.
        case families
        /// See ``SignIn/RefreshFamilyStore/sweep()``.
        case sweep
    }

    private let store: any RefreshFamilyStore
    private let script = CallScript<Operation>()

    /// - Parameter store: what answers where nothing else was asked for.
    public init(_ store: any RefreshFamilyStore) {
        self.store = store
    }

    /// Makes the next calls of some operations fail, before they reach the store below.
    public func fail(_ operations: Operation..., times: Int = .max) {
        script.fail(operations, times: times)
    }

    /// Makes everything work again.
    public func heal() {
        script.heal()
    }

    /// How often an operation was called, failed calls too.
    public func count(_ operation: Operation) -> Int {
        script.count(operation)
    }

    /// Runs something before the next call of an operation reaches the store below.
    public func before(_ operation: Operation, _ body: @escaping @Sendable () async throws(StoreError) -> Void) {
        script.before(operation, body)
    }

    /// Runs something after the store below has done the next call, before its caller hears of it.
    public func after(_ operation: Operation, _ body: @escaping @Sendable () async throws(StoreError) -> Void) {
        script.after(operation, body)
    }
}

extension FaultyRefreshFamilyStore {
    /// Hands on, unless told otherwise.
    public func begin(_ family: RefreshFamily) async throws(StoreError) -> Bool {
        try await script.pass(.begin) { () async throws(StoreError) in try await store.begin(family) }
    }

    /// Hands on, unless told otherwise.
    public func family(_ key: RefreshFamilyKey) async throws(StoreError) -> RefreshFamily? {
        try await script.pass(.family) { () async throws(StoreError) in try await store.family(key) }
    }

    /// Hands on, unless told otherwise.
    public func rotate(
        _ key: RefreshFamilyKey, from token: RefreshTokenDigest, to next: RefreshTokenDigest, until expiry: Instant
    ) async throws(StoreError) -> Rotation {
        try await script.pass(.rotate) { () async throws(StoreError) in
            try await store.rotate(key, from: token, to: next, until: expiry)
        }
    }

    /// Hands on, unless told otherwise.
    public func revoke(_ signIn: SignInID) async throws(StoreError) -> Int {
        try await script.pass(.revoke) { () async throws(StoreError) in try await store.revoke(signIn) }
    }

    /// Hands on, unless told otherwise.
    public func families(of user: UserID) async throws(StoreError) -> [RefreshFamily] {
        try await script.pass(.families) { () async throws(StoreError) in try await store.families(of: user) }
    }

    /// Hands on, unless told otherwise.
    public func sweep() async throws(StoreError) -> Int {
        try await script.pass(.sweep) { () async throws(StoreError) in try await store.sweep() }
    }
}
