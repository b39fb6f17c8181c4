public import HTTPCookies
public import Sessions
public import SignIn

/// A store of refresh families that fails, and is changed underneath its callers, where a test says so; else it hands
/// everything on.
public final class FaultyRefreshFamilyStore: RefreshFamilyStore, ScriptedFake {
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
    /// What it is to do.
    public let script = CallScript<Operation>()

    /// - Parameter store: what answers where nothing else was asked for.
    public init(_ store: any RefreshFamilyStore) {
        self.store = store
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
