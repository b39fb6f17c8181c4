public import Sessions
import Synchronization

/// A fake that does what a test says when it is called: fails, or runs something first or afterwards.
public protocol ScriptedFake: Sendable {
    /// What it can be called for.
    associatedtype Operation: Hashable, Sendable
    /// What it is to do.
    var script: CallScript<Operation> { get }
}

extension ScriptedFake {
    /// Makes the next calls of some operations fail, before they reach what is below.
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

    /// Runs something before the next call of an operation reaches what is below.
    public func before(_ operation: Operation, _ body: @escaping @Sendable () async throws(StoreError) -> Void) {
        script.before(operation, body)
    }

    /// Runs something after the next call of an operation was done, before its caller hears of it.
    public func after(_ operation: Operation, _ body: @escaping @Sendable () async throws(StoreError) -> Void) {
        script.after(operation, body)
    }
}

/// What a ``ScriptedFake`` is to do.
public final class CallScript<Operation: Hashable & Sendable>: Sendable {
    typealias Interruption = @Sendable () async throws(StoreError) -> Void

    private struct Plan {
        var faults: [Operation: Int] = [:]
        var before: [Operation: [Interruption]] = [:]
        var after: [Operation: [Interruption]] = [:]
        var counts: [Operation: Int] = [:]
    }

    private let plan = Mutex(Plan())

    func fail(_ operations: [Operation], times: Int) {
        plan.withLock { plan in for operation in operations { plan.faults[operation] = times } }
    }

    func heal() {
        plan.withLock { $0.faults = [:] }
    }

    func count(_ operation: Operation) -> Int {
        plan.withLock { $0.counts[operation] ?? 0 }
    }

    func before(_ operation: Operation, _ body: @escaping Interruption) {
        plan.withLock { $0.before[operation, default: []].append(body) }
    }

    func after(_ operation: Operation, _ body: @escaping Interruption) {
        plan.withLock { $0.after[operation, default: []].append(body) }
    }

    /// Runs one call; a failure leaves the store below as it was.
    func pass<Answer>(
        _ operation: Operation, _ call: () async throws(StoreError) -> Answer
    ) async throws(StoreError) -> Answer {
        let (fails, before) = plan.withLock { plan in
            plan.counts[operation, default: 0] += 1
            let left = plan.faults[operation] ?? 0
            plan.faults[operation] = max(0, left - 1)
            return (left > 0, plan.before.removeValue(forKey: operation) ?? [])
        }
        for body in before { try await body() }
        guard !fails else { throw StoreError("\(operation)", .unavailable, cause: "the test wants it") }
        let answer = try await call()
        let after = plan.withLock { $0.after.removeValue(forKey: operation) ?? [] }
        for body in after { try await body() }
        return answer
    }
}
