import Portero
import ServiceLifecycle
import StoreTesting
import Testing

@Suite("A log's writer") struct LogWriterTests {
    /// Longer than any test.
    private static let never = Duration.seconds(86_400)

    private func record(_ number: Int, padding: Int = 0) -> AccessRecord {
        AccessRecord(method: "GET", target: "/\(number)" + String(repeating: "x", count: padding), status: 200)
    }

    @Test func `writes nothing before 32 KiB have come together, then all of it at once`() async throws {
        let log = WrittenLog()
        let writer = LogWriter(interval: Self.never, write: log.write)
        let running = Task { await writer.run() }
        for number in 1...3 { writer.add(record(number, padding: 8_000)) }
        #expect(log.batchCount == 0)
        for number in 4...5 { writer.add(record(number, padding: 8_000)) }
        for await _ in log.batches { break }
        #expect(log.lines.count == 5)
        running.cancel()
        await running.value
        #expect(log.batchCount == 1)
    }

    @Test func `writes a line after the interval at the latest`() async throws {
        let log = WrittenLog()
        let writer = LogWriter(interval: .milliseconds(1), write: log.write)
        let running = Task { await writer.run() }
        writer.add(record(1))
        for await _ in log.batches { break }
        #expect(log.lines.count == 1)
        running.cancel()
        await running.value
    }

    @Test(arguments: [true, false])
    func `writes what is left when the app ends, however it ends`(isGraceful: Bool) async throws {
        let log = WrittenLog()
        let writer = LogWriter(interval: Self.never, write: log.write)
        let house = try House()
        let group = ServiceGroup(configuration: .init(services: [.init(service: writer)], logger: house.log.logger))
        writer.add(record(1))
        let running = Task { try? await group.run() }
        if isGraceful {
            await group.triggerGracefulShutdown()
        } else {
            running.cancel()
        }
        await running.value
        #expect(log.lines.count == 1)
    }

    @Test func `drops lines while too many wait, and says how many`() async throws {
        let log = WrittenLog()
        let clock = ManualClock()
        let writer = LogWriter(interval: Self.never, backlog: 1000, clock: clock, write: log.write)
        for number in 1...20 { writer.add(record(number, padding: 100)) }
        writer.flush()
        let kept = log.lines.count - 1
        #expect(kept < 10)
        #expect(log.lines.last == "\(clock.now().iso8601) lines of the log were dropped lost=\(20 - kept)")
        writer.add(record(21))
        writer.flush()
        #expect(log.lines.count == kept + 2)
        #expect(log.lines.last?.contains(" /21 ") == true)
    }

    @Test func `keeps lines whole and in each task's order`() async throws {
        let log = WrittenLog()
        let writer = LogWriter(interval: .milliseconds(1), write: log.write)
        let running = Task { await writer.run() }
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask {
                    for number in 0..<500 { writer.add(record(task * 1000 + number)) }
                }
            }
        }
        running.cancel()
        await running.value
        let numbers = log.lines.compactMap { Int($0.split(separator: " ")[2].dropFirst()) }
        #expect(numbers.count == 2000)
        for task in 0..<4 {
            let own = numbers.filter { $0 / 1000 == task }
            #expect(own == own.sorted() && own.count == 500)
        }
    }
}
