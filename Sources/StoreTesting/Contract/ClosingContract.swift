import HTTPCookies
public import Sessions

/// What a session store promises that can be closed, as tests that any such store can run.
///
/// ```swift
/// @Test(arguments: ClosingContract.promises)
/// func `keeps its promise`(_ promise: ClosingContract.Promise) async throws {
///     try await promise.check { clock in
///         let store = try await MyStore(clock: clock)
///         return ClosingContract.Subject(store) { try await store.close() }
///     }
/// }
/// ```
///
/// A call that never ended would hold the test up for ever, so give it a time limit.
public enum ClosingContract {
    /// A store, and what closes it.
    public struct Subject: Sendable {
        let store: any SessionDirectory
        let close: @Sendable () async throws -> Void

        /// - Parameters:
        ///   - store: a new and empty store.
        ///   - close: closes it.
        public init(_ store: any SessionDirectory, close: @escaping @Sendable () async throws -> Void) {
            self.store = store
            self.close = close
        }
    }

    /// One promise, named by a sentence.
    public struct Promise: Sendable, CustomStringConvertible {
        /// The promise.
        public let description: String
        private let keep: @Sendable (Subject, StoreBench) async throws -> Void

        init(_ description: String, keep: @escaping @Sendable (Subject, StoreBench) async throws -> Void) {
            self.description = description
            self.keep = keep
        }

        /// Tries the promise on a store.
        ///
        /// - Parameter make: a new and empty store that goes by the clock given.
        /// - Throws: ``BrokenPromise``, or what the store or `make` throws.
        public func check(_ make: (any WallClock) async throws -> Subject) async throws {
            let clock = ManualClock()
            let subject = try await make(clock)
            try await keep(subject, StoreBench(store: subject.store, clock: clock))
        }
    }

    /// All promises; each wants a store of its own.
    public static let promises: [Promise] = [
        Promise("every call fails as unavailable once the store is closed") { subject, bench in
            let record = try await bench.create(1, #"{"n":1}"#)
            try await subject.close()
            for (name, call) in calls(on: bench, record) {
                guard let kind = try await failure(call) else {
                    throw BrokenPromise(subject: "\(name) after the close", met: "an answer", expected: "an error")
                }
                try expect("\(name) after the close", kind, is: .unavailable)
            }
        },
        Promise("calls in flight while the store is closed all end, answered or unavailable") { subject, bench in
            let record = try await bench.create(1, #"{"n":1}"#)
            let kinds = try await inParallel(65) { number in
                guard number != 32 else {
                    try await subject.close()
                    return StoreError.Kind?.none
                }
                let all = calls(on: bench, record)
                return try await failure(all[number % all.count].call)
            }
            try expect("how calls failed", Set(kinds.compactMap { $0 }), "unavailable, if at all") {
                $0.isSubset(of: [.unavailable])
            }
        },
        Promise("to close a store again harms nobody") { subject, _ in
            try await subject.close()
            try await subject.close()
        },
    ]

    /// - Returns: how the call failed; `nil`: it was answered.
    private static func failure(_ call: () async throws -> Void) async throws -> StoreError.Kind? {
        do {
            try await call()
            return nil
        } catch let error as StoreError {
            return error.kind
        }
    }

    private static func calls(
        on bench: StoreBench, _ record: SessionRecord
    ) -> [(name: String, call: () async throws -> Void)] {
        let (store, key) = (bench.store, bench.key(1))
        return [
            ("load", { _ = try await store.load(key) }),
            ("create", { _ = try await store.create(bench.key(2), record) }),
            ("replace", { _ = try await store.replace(key, record, with: record) }),
            ("move", { _ = try await store.move(key, record, to: bench.key(3), with: record) }),
            ("touch", { _ = try await store.touch(key, until: record.expiry) }),
            ("delete", { _ = try await store.delete(key) }),
            ("page", { _ = try await store.page(of: nil, after: nil, limit: 10) }),
            ("count", { _ = try await store.count() }),
        ]
    }
}
