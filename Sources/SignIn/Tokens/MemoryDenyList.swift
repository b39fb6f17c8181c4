public import HTTPCookies
public import Sessions
import Synchronization

/// Keeps denials in this process: gone when it ends, and unknown to other nodes.
///
/// While it is empty, asking it costs one atomic load.
public final class MemoryDenyList: DenyList {
    private let ends = Mutex<[Denial: Instant]>([:])
    private let count = Atomic<Int>(0)
    private let clock: any WallClock

    /// - Parameter clock: by which denials end.
    public init(clock: any WallClock = SystemClock()) {
        self.clock = clock
    }

    /// O(1).
    public func deny(_ denial: Denial, until end: Instant) {
        change { $0[denial] = max($0[denial] ?? end, end) }
    }

    /// O(1).
    public func denies(_ token: TokenID, of signIn: SignInID) -> Bool {
        guard count.load(ordering: .sequentiallyConsistent) > 0 else { return false }
        let now = clock.now()
        return ends.withLock { ends in
            [.token(token), .signIn(signIn)].contains { denial in ends[denial].map { now < $0 } ?? false }
        }
    }

    /// O(denials).
    public func sweep() -> Int {
        let now = clock.now()
        return change { ends in
            let old = ends.count
            ends = ends.filter { now < $0.value }
            return old - ends.count
        }
    }

    private func change<Answer>(_ body: (inout [Denial: Instant]) -> Answer) -> Answer {
        ends.withLock { ends in
            let answer = body(&ends)
            count.store(ends.count, ordering: .sequentiallyConsistent)
            return answer
        }
    }
}
