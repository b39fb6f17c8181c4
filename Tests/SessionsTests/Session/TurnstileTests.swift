import Synchronization
import Testing

@testable import Sessions

@Suite("A turnstile lets one through at a time") struct TurnstileTests {
    @Test func `of many tasks at once, none meets another inside, and all get through`() async {
        let gate = Gate()
        await withTaskGroup { group in
            for _ in 0..<200 {
                group.addTask {
                    await gate.turnstile.enter()
                    defer { gate.turnstile.leave() }
                    gate.meet(gate.inside.add(1, ordering: .relaxed).newValue)
                    await Task.yield()
                    gate.inside.subtract(1, ordering: .relaxed)
                    gate.passed.add(1, ordering: .relaxed)
                }
            }
        }
        #expect(gate.passed.load(ordering: .relaxed) == 200)
        #expect(gate.most.load(ordering: .relaxed) == 1)
    }

    private final class Gate: Sendable {
        let turnstile = Turnstile()
        let inside = Atomic<Int>(0)
        let most = Atomic<Int>(0)
        let passed = Atomic<Int>(0)

        func meet(_ count: Int) {
            most.max(count, ordering: .relaxed)
        }
    }
}
