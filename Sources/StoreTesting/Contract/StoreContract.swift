public import Sessions

/// What every session store promises, as tests that any store can run.
///
/// ```swift
/// @Test(arguments: StoreContract.promises)
/// func `keeps its promise`(_ promise: StoreContract.Promise) async throws {
///     try await promise.check { clock in MyStore(clock: clock) }
/// }
/// ```
public enum StoreContract {
    /// One promise, named by a sentence.
    public struct Promise: Sendable, CustomStringConvertible {
        /// The promise.
        public let description: String
        /// Whether it takes a store that tells time by the clock it was given, to the millisecond.
        ///
        /// A store whose server expires records by its own clock leaves these out.
        public let needsOurClock: Bool
        private let keep: @Sendable (StoreBench) async throws -> Void

        init(
            _ description: String, needsOurClock: Bool = false,
            keep: @escaping @Sendable (StoreBench) async throws -> Void
        ) {
            self.description = description
            self.needsOurClock = needsOurClock
            self.keep = keep
        }

        /// Tries the promise on a store.
        ///
        /// - Parameter make: a new and empty store that goes by the clock given.
        /// - Throws: ``BrokenPromise``, or what the store or `make` throws.
        public func check(_ make: (any WallClock) async throws -> any SessionDirectory) async throws {
            let clock = ManualClock()
            try await keep(StoreBench(store: make(clock), clock: clock))
        }
    }

    /// All promises; each wants a store of its own.
    public static let promises: [Promise] =
        creating + sizes + bytes + replacing + touching + moving + deleting + racing + renewing + nodes + model
        + expiring + directory + directoryInUse
}
