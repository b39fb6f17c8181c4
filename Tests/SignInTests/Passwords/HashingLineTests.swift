import Testing

@testable import SignIn

@Suite("Who hashes, who waits and who is turned away") struct HashingLineTests {
    private let start = ContinuousClock.now
    private var line = HashingLine<String>(workers: 1, patience: .seconds(5), guess: .seconds(1))

    private mutating func enqueue(_ job: String, at seconds: Double = 0) -> HashingLine<String>.Admission {
        line.enqueue(job, ticket: line.takeTicket(), at: start + .seconds(seconds))
    }

    private mutating func finished(took: Double, at seconds: Double) -> HashingLine<String>.Turn {
        line.finished(worker: 0, took: .seconds(took), at: start + .seconds(seconds))
    }

    @Test mutating func `an idle worker takes a job at once`() {
        #expect(enqueue("a") == .run(worker: 0))
    }

    @Test mutating func `as many run as there are workers, each on its own`() {
        line = HashingLine(workers: 2, patience: .seconds(5), guess: .seconds(1))
        #expect(enqueue("a") == .run(worker: 0))
        #expect(enqueue("b") == .run(worker: 1))
        #expect(enqueue("c") == .wait)
        #expect(line.finished(worker: 1, took: .seconds(1), at: start).next == "c")
        #expect(line.finished(worker: 1, took: .seconds(1), at: start).next == nil)
        #expect(enqueue("d") == .run(worker: 1))
    }

    @Test mutating func `those who wait are served in their order`() {
        #expect(enqueue("a") == .run(worker: 0))
        for job in ["b", "c", "d"] { #expect(enqueue(job) == .wait) }
        #expect(finished(took: 1, at: 1).next == "b")
        #expect(finished(took: 1, at: 2).next == "c")
        #expect(finished(took: 1, at: 3).next == "d")
        #expect(finished(took: 1, at: 4).next == nil)
        #expect(line.waitingCount == 0)
    }

    @Test mutating func `who would wait longer than the limit is turned away at once`() {
        #expect(enqueue("a") == .run(worker: 0))
        for job in ["b", "c", "d", "e", "f"] { #expect(enqueue(job) == .wait) }
        #expect(enqueue("g") == .refuse(retryAfter: .seconds(6)))
        #expect(line.waitingCount == 5)
        #expect(finished(took: 1, at: 1).next == "b")
        #expect(enqueue("h", at: 1) == .wait)
    }

    @Test mutating func `more workers let more wait`() {
        line = HashingLine(workers: 4, patience: .seconds(5), guess: .seconds(1))
        let admissions = (0..<30).map { enqueue("\($0)") }
        #expect(admissions.filter { $0 == .wait }.count == 20)
        #expect(admissions.last == .refuse(retryAfter: .seconds(6)))
    }

    @Test mutating func `the first measurement replaces the guess, later ones count an eighth`() {
        _ = enqueue("a")
        _ = finished(took: 9, at: 9)
        #expect(line.usualDuration == .seconds(9))
        _ = enqueue("b", at: 9)
        _ = finished(took: 1, at: 10)
        #expect(line.usualDuration == .seconds(8))
    }

    @Test mutating func `slow hashing shortens the line, and an idle worker still takes a job`() {
        _ = enqueue("a")
        _ = finished(took: 6, at: 6)
        #expect(enqueue("b", at: 6) == .run(worker: 0))
        #expect(enqueue("c", at: 6) == .refuse(retryAfter: .seconds(6)))
    }

    @Test mutating func `who has waited too long after all is refused at their turn`() {
        _ = enqueue("a")
        #expect(enqueue("b", at: 0) == .wait)
        #expect(enqueue("c", at: 0.5) == .wait)
        #expect(enqueue("d", at: 1) == .wait)
        let turn = finished(took: 5.75, at: 5.75)
        #expect(turn.expired == ["b", "c"])
        #expect(turn.next == "d")
        #expect(turn.retryAfter == .seconds(6))
    }

    @Test mutating func `who has waited just as long as the limit is served`() {
        _ = enqueue("a")
        #expect(enqueue("b", at: 0) == .wait)
        let turn = finished(took: 5, at: 5)
        #expect(turn.expired.isEmpty)
        #expect(turn.next == "b")
    }

    @Test mutating func `a worker is idle again after a line that has all expired`() {
        _ = enqueue("a")
        #expect(enqueue("b") == .wait)
        let turn = finished(took: 60, at: 60)
        #expect(turn.expired == ["b"])
        #expect(turn.next == nil)
        #expect(enqueue("c", at: 60) == .run(worker: 0))
    }

    @Test mutating func `a cancelled job leaves the line, once`() {
        _ = enqueue("a")
        let ticket = line.takeTicket()
        #expect(line.cancel(ticket: ticket) == nil, "it does not wait yet")
        #expect(line.enqueue("b", ticket: ticket, at: start) == .wait)
        #expect(enqueue("c") == .wait)
        #expect(line.cancel(ticket: ticket) == "b")
        #expect(line.cancel(ticket: ticket) == nil)
        #expect(finished(took: 1, at: 1).next == "c")
    }

    @Test mutating func `a job at work cannot be cancelled`() {
        let ticket = line.takeTicket()
        #expect(line.enqueue("a", ticket: ticket, at: start) == .run(worker: 0))
        #expect(line.cancel(ticket: ticket) == nil)
    }

    @Test mutating func `the line is bounded even where hashing takes no time`() {
        line = HashingLine(workers: 1, patience: .seconds(5), guess: .zero)
        _ = enqueue("a")
        for _ in 0..<HashingLine<String>.limit { #expect(enqueue("b") == .wait) }
        #expect(enqueue("c") == .refuse(retryAfter: .seconds(1)))
    }

    @Test mutating func `a client is told whole seconds, at least one`() {
        line = HashingLine(workers: 1, patience: .milliseconds(100), guess: .milliseconds(150))
        _ = enqueue("a")
        #expect(enqueue("b") == .refuse(retryAfter: .seconds(1)))
        line = HashingLine(workers: 2, patience: .seconds(1), guess: .milliseconds(2001))
        _ = enqueue("a")
        _ = enqueue("b")
        #expect(enqueue("c") == .refuse(retryAfter: .seconds(2)))
    }

    @Test func `every job hears of its end exactly once, whatever happens`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var line = HashingLine<Int>(workers: 3, patience: .seconds(5), guess: .seconds(1))
            var running: [Int: Int] = [:]
            var ended: [Int: Int] = [:]
            var now = start
            for job in 1...100 {
                now += .milliseconds(Int.random(in: 0...1500, using: &generator))
                let ticket = line.takeTicket()
                #expect(ticket == job)
                switch line.enqueue(job, ticket: ticket, at: now) {
                case .run(let worker):
                    #expect(running[worker] == nil, "two jobs on one worker")
                    running[worker] = job
                case .wait: #expect(running.count == 3, "waits though a worker is idle")
                case .refuse: ended[job, default: 0] += 1
                }
                if Bool.random(using: &generator), let late = line.cancel(ticket: Int.random(in: 1...job)) {
                    ended[late, default: 0] += 1
                }
                while Bool.random(using: &generator), let worker = running.keys.randomElement() {
                    finish(worker, &line, &running, &ended, at: now)
                }
            }
            while let worker = running.keys.first { finish(worker, &line, &running, &ended, at: now) }
            #expect(ended.count == 100 && ended.values.allSatisfy { $0 == 1 })
            #expect(line.waitingCount == 0)
        }
    }

    private func finish(
        _ worker: Int, _ line: inout HashingLine<Int>, _ running: inout [Int: Int], _ ended: inout [Int: Int],
        at now: ContinuousClock.Instant
    ) {
        if let job = running.removeValue(forKey: worker) { ended[job, default: 0] += 1 }
        let turn = line.finished(worker: worker, took: .seconds(1), at: now)
        for late in turn.expired { ended[late, default: 0] += 1 }
        running[worker] = turn.next
    }
}
