import NIOPosix
public import ServiceLifecycle
public import Sessions
import Synchronization

/// Collects a log's lines and writes many of them at once, so that no request waits for a disk or a pipe.
///
/// Lines are written when 32 KiB have come together, and after a second at the latest, as long as the service runs,
/// and when it ends: put it in front of the application's services, and it ends last. A destination that stalls costs
/// lines and nothing else: beyond a backlog they are dropped, counted, and the count is written.
public final class LogWriter: Service {
    /// How its lines are written.
    public let format: LogFormat
    private let state: Mutex<State>
    private let write: @Sendable ([UInt8]) -> Void
    private let interval: Duration
    private let backlog: Int
    private let clock: any WallClock
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    private struct State: Sendable {
        var lines: LogLines
        var lost = 0
        var isAwake = false
    }

    /// How many bytes are worth writing at once.
    private static let batch = 32_768

    /// - Parameters:
    ///   - format: how its lines are written.
    ///   - interval: how long a line waits at most.
    ///   - backlog: how many bytes may wait.
    ///   - clock: tells the time of day.
    ///   - write: takes whole lines; called on a thread that may block, and by one caller at a time. Standard output
    ///     by default.
    public init(
        _ format: LogFormat = .text, interval: Duration = .seconds(1), backlog: Int = 8_388_608,
        clock: any WallClock = SystemClock(),
        write: @escaping @Sendable ([UInt8]) -> Void = { StandardStream.output.write($0) }
    ) {
        self.format = format
        self.interval = interval
        self.backlog = backlog
        self.clock = clock
        self.write = write
        state = Mutex(State(lines: LogLines(format)))
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Writes until the app shuts down, and then what is left.
    public func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.tick() }
                for await _ in self.wakes where self.hasLines {
                    // Cancelled, it leaves the lines where they are.
                    try? await NIOThreadPool.singleton.runIfActive { self.flush() }
                }
                group.cancelAll()
            }
        }
        flush()
    }

    private func tick() async {
        // Only a cancellation ends the sleep early.
        while (try? await Task.sleep(for: interval)) != nil { waker.yield() }
    }

    private var hasLines: Bool {
        state.withLock { !$0.lines.bytes.isEmpty }
    }

    /// Writes what has come together, now and on this thread.
    package func flush() {
        let now = clock.now()
        let bytes = state.withLock { state in
            state.isAwake = false
            if state.lost > 0 {
                state.lines.begin(now)
                state.lines.sentence("message", "lines of the log were dropped")
                state.lines.field("lost", state.lost)
                state.lines.end()
                state.lost = 0
            }
            return state.lines.take(reserving: Self.batch + 1024)
        }
        if !bytes.isEmpty { write(bytes) }
    }

    /// Adds a line; it waits for the next batch.
    package func add(_ record: AccessRecord) {
        let now = clock.now()
        let wakes = state.withLock { state in
            guard state.lines.bytes.count < backlog else {
                state.lost += 1
                return false
            }
            record.write(to: &state.lines, at: now)
            guard state.lines.bytes.count >= Self.batch, !state.isAwake else { return false }
            state.isAwake = true
            return true
        }
        if wakes { waker.yield() }
    }
}
