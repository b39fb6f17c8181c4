import NIOCore
import Synchronization

/// One server: a line on each event loop, used in turn.
final class RedisNode: Sendable {
    private let lines: [RedisLine]
    private let turn = Atomic<Int>(0)

    init(_ settings: LineSettings, on loops: [any EventLoop]) {
        lines = loops.map { RedisLine(settings, on: $0) }
    }

    func exchange(_ request: some RedisRequest, deadline: NIODeadline) async -> Outcome {
        let number = UInt(bitPattern: turn.wrappingAdd(1, ordering: .relaxed).newValue)
        return await lines[Int(number % UInt(lines.count))].exchange(request, deadline: deadline)
    }

    /// Ends all connections; whoever still waits is told why.
    func close(_ fault: LineFault = .closed) async {
        for line in lines { await line.close(fault) }
    }
}
