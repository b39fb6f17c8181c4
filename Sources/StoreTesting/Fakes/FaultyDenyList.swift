public import HTTPCookies
public import Sessions
public import SignIn

/// A deny list that fails where a test says so; else it hands everything on.
public final class FaultyDenyList: DenyList, ScriptedFake {
    /// One of the list's operations.
    public enum Operation: String, CaseIterable, Hashable, Sendable {
        /// See ``SignIn/DenyList/deny(_:until:)``.
        case deny
        /// See ``SignIn/DenyList/denies(_:of:)``.
        case denies
        /// See ``SignIn/DenyList/sweep()``.
        case sweep
    }

    private let list: any DenyList
    /// What it is to do.
    public let script = CallScript<Operation>()

    /// - Parameter list: what answers where nothing else was asked for.
    public init(_ list: any DenyList) {
        self.list = list
    }

    /// Hands on, unless told otherwise.
    public func deny(_ denial: Denial, until end: Instant) async throws(StoreError) {
        try await script.pass(.deny) { () async throws(StoreError) in try await list.deny(denial, until: end) }
    }

    /// Hands on, unless told otherwise.
    public func denies(_ token: TokenID, of signIn: SignInID) async throws(StoreError) -> Bool {
        try await script.pass(.denies) { () async throws(StoreError) in try await list.denies(token, of: signIn) }
    }

    /// Hands on, unless told otherwise.
    public func sweep() async throws(StoreError) -> Int {
        try await script.pass(.sweep) { () async throws(StoreError) in try await list.sweep() }
    }
}
