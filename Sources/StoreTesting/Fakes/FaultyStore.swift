public import HTTPCookies
public import Sessions
import Synchronization

/// A store that fails, and is changed underneath its callers, where a test says so; else it hands everything on.
///
/// ```swift
/// let store = FaultyStore(MemorySessionStore())
/// store.fail(.delete, times: 2)
/// store.before(.replace) { store in _ = try await store.delete(key) }
/// ```
public final class FaultyStore: SessionStore {
    /// One of the store's operations.
    public enum Operation: String, CaseIterable, Hashable, Sendable {
        /// See ``Sessions/SessionStore/load(_:)``.
        case load
        /// See ``Sessions/SessionStore/create(_:_:)``.
        case create
        /// See ``Sessions/SessionStore/replace(_:_:with:)``.
        case replace
        /// See ``Sessions/SessionStore/move(_:_:to:with:)``.
        case move
        /// See ``Sessions/SessionStore/touch(_:until:)``.
        case touch
        /// See ``Sessions/SessionStore/delete(_:)``.
        case delete
        /// See ``Sessions/SessionStore/sweep()``.
        case sweep
    }

    /// When, within a call, something happens.
    public enum Moment: Hashable, Sendable {
        /// Before the store below is called: a failure here leaves it as it was.
        case before
        /// After the store below has answered: a failure here is an acknowledgement that got lost.
        case after
    }

    /// One call, as it came in.
    public struct Call: Hashable, Sendable {
        /// What was asked for.
        public let operation: Operation
        /// Of which session; `nil` for a sweep.
        public let key: SessionKey?
    }

    /// What runs between a call and the store below, which it is given; its error becomes the call's.
    public typealias Interruption = @Sendable (any SessionStore) async throws -> Void

    private let store: any SessionStore
    private let script = Mutex(FaultScript())

    /// - Parameter store: what answers where nothing else was asked for.
    public init(_ store: any SessionStore) {
        self.store = store
    }

    /// All calls so far, in order, failed ones too.
    public var calls: [Call] {
        script.withLock { $0.calls }
    }

    /// How often an operation was called, failed calls too.
    public func count(_ operation: Operation) -> Int {
        script.withLock { script in script.calls.count { $0.operation == operation } }
    }

    /// Empties ``calls``.
    public func forgetCalls() {
        script.withLock { $0.calls = [] }
    }

    /// Makes the next calls of some operations fail.
    ///
    /// - Parameters:
    ///   - operations: which.
    ///   - times: how many calls of each.
    ///   - kind: with what kind of error.
    ///   - moment: whether the store below is left as it was, or has done what was asked.
    public func fail(
        _ operations: Operation..., times: Int = .max, with kind: StoreError.Kind = .unavailable,
        _ moment: Moment = .before
    ) {
        script.withLock { script in
            for operation in operations {
                script.faults.append(Fault(operation: operation, moment: moment, kind: kind, left: times))
            }
        }
    }

    /// Makes everything work again, and drops what was to run before or after operations.
    public func heal() {
        script.withLock { script in
            script.faults = []
            script.interruptions = []
        }
    }

    /// Runs something before the next calls of an operation reach the store below.
    ///
    /// - Parameters:
    ///   - operation: which; calls that fail before they reach the store count too.
    ///   - times: how many calls.
    ///   - body: given the store below, so that it does not interrupt itself.
    public func before(_ operation: Operation, times: Int = 1, _ body: @escaping Interruption) {
        interrupt(operation, .before, times, body)
    }

    /// Runs something after the store below has done an operation, before its caller hears of it.
    ///
    /// - Parameters:
    ///   - operation: which.
    ///   - times: how many calls.
    ///   - body: given the store below, so that it does not interrupt itself.
    public func after(_ operation: Operation, times: Int = 1, _ body: @escaping Interruption) {
        interrupt(operation, .after, times, body)
    }

    private func interrupt(_ operation: Operation, _ moment: Moment, _ times: Int, _ body: @escaping Interruption) {
        script.withLock {
            $0.interruptions.append(
                ScriptedInterruption(operation: operation, moment: moment, left: times, body: body))
        }
    }

    private func pass<Answer>(
        _ operation: Operation, _ key: SessionKey?, _ call: () async throws(StoreError) -> Answer
    ) async throws(StoreError) -> Answer {
        script.withLock { $0.calls.append(Call(operation: operation, key: key)) }
        try await run(operation, .before)
        let answer = try await call()
        try await run(operation, .after)
        return answer
    }

    private func run(_ operation: Operation, _ moment: Moment) async throws(StoreError) {
        let interruptions = script.withLock { $0.takeInterruptions(operation, moment) }
        do {
            for body in interruptions { try await body(store) }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(operation.rawValue, .unavailable, cause: "\(error)")
        }
        if let kind = script.withLock({ $0.takeFault(operation, moment) }) {
            throw StoreError(operation.rawValue, kind, cause: "the test wants it")
        }
    }
}

extension FaultyStore {
    /// Hands on, unless told otherwise.
    public func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? {
        try await pass(.load, key) { () async throws(StoreError) in try await store.load(key) }
    }

    /// Hands on, unless told otherwise.
    public func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        try await pass(.create, key) { () async throws(StoreError) in try await store.create(key, record) }
    }

    /// Hands on, unless told otherwise.
    public func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try await pass(.replace, key) { () async throws(StoreError) in
            try await store.replace(key, loaded, with: new)
        }
    }

    /// Hands on, unless told otherwise.
    public func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try await pass(.move, key) { () async throws(StoreError) in
            try await store.move(key, loaded, to: newKey, with: new)
        }
    }

    /// Hands on, unless told otherwise.
    public func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        try await pass(.touch, key) { () async throws(StoreError) in try await store.touch(key, until: expiry) }
    }

    /// Hands on, unless told otherwise.
    public func delete(_ key: SessionKey) async throws(StoreError) -> Bool {
        try await pass(.delete, key) { () async throws(StoreError) in try await store.delete(key) }
    }

    /// Hands on, unless told otherwise.
    public func sweep() async throws(StoreError) -> Int {
        try await pass(.sweep, nil) { () async throws(StoreError) in try await store.sweep() }
    }

    /// What the store below prefers.
    public var preferredKeyForm: SessionKeyForm {
        store.preferredKeyForm
    }
}
