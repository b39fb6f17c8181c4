import Sessions
public import SignIn

/// What every account store promises, as tests that any store can run.
///
/// ```swift
/// @Test(arguments: AccountContract.promises)
/// func `keeps its promise`(_ promise: AccountContract.Promise) async throws {
///     try await promise.check { MyAccountStore() }
/// }
/// ```
public enum AccountContract {
    /// One promise, named by a sentence.
    public struct Promise: Sendable, CustomStringConvertible {
        /// The promise.
        public let description: String
        private let keep: @Sendable (any AccountStore) async throws -> Void

        init(_ description: String, keep: @escaping @Sendable (any AccountStore) async throws -> Void) {
            self.description = description
            self.keep = keep
        }

        /// Tries the promise on a store.
        ///
        /// - Parameter make: a new and empty store.
        /// - Throws: ``BrokenPromise``, or what the store or `make` throws.
        public func check(_ make: () async throws -> any AccountStore) async throws {
            try await keep(make())
        }
    }

    /// All promises; each wants a store of its own.
    public static let promises: [Promise] = adding + changing
}
