public import HTTPCookies
public import Sessions
public import SignIn

/// A deny list that fails where a test says so; else it hands everything on.
public final class FaultyDenyList: DenyList {
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
    private let script = CallScript<Operation>()

    /// - Parameter list: what answers where nothing else was asked for.
    public init(_ list: any DenyList) {
        self.list = list
    }

    /// Makes the next calls of some operations fail, before they reach the list below.
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

    /// Runs something after the list below has done the next call, before its caller hears of it.
    public func after(_ operation: Operation, _ body: @escaping @Sendable () async throws(StoreError) -> Void) {
        script.after(operation, body)
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
