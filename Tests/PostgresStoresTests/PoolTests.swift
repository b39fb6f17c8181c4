import Testing

@testable import PostgresStores

@Suite("A pool of workers") struct PoolTests {
    @Test func `starts a worker for each job, up to its size, and lets the others wait in order`() {
        var pool = Pool<Int>(size: 2)
        expect((1...4).map { pool.submit($0, mayConnect: true) }, is: [.starts(1), .starts(2), .queued, .queued])
        expect(pool.take(1), is: 1)
        expect(pool.take(2), is: 2)
        expect(pool.take(2), is: 3)
        expect(pool.take(1), is: 4)
        expect(pool.take(1), is: nil)
    }

    @Test func `gives a job to the worker that rested last`() {
        var pool = Pool<Int>(size: 3)
        for job in 1...3 { _ = pool.submit(job, mayConnect: true) }
        for worker in 1...3 { _ = pool.take(worker) }
        for worker in [2, 3, 1] { expect(pool.take(worker), is: nil) }
        expect((4...5).map { pool.submit($0, mayConnect: true) }, is: [.handed(1), .handed(3)])
        expect(pool.take(1), is: 4)
        expect(pool.take(3), is: 5)
    }

    @Test func `does not start a worker that has no prospect of a connection, while others have one`() {
        var pool = Pool<Int>(size: 2)
        expect(pool.submit(1, mayConnect: false), is: .starts(1))
        expect(pool.submit(2, mayConnect: false), is: .queued)
        expect(pool.submit(3, mayConnect: true), is: .starts(2))
    }

    @Test func `takes a job back that another worker can serve, before the others that wait`() {
        var pool = Pool<Int>(size: 2)
        for job in 1...3 { _ = pool.submit(job, mayConnect: true) }
        _ = pool.take(1)
        _ = pool.take(2)
        expect(pool.giveBack(2, from: 2), is: .queued)
        expect(pool.take(1), is: 2)
        expect(pool.take(1), is: 3)
        expect(pool.take(1), is: nil)
        expect(pool.submit(4, mayConnect: true), is: .handed(1))
        expect(pool.submit(5, mayConnect: true), is: .starts(3))
        _ = pool.take(3)
        expect(pool.take(1), is: 4)
        expect(pool.take(1), is: nil)
        expect(pool.giveBack(5, from: 3), is: .handed(1))
    }

    @Test func `leaves a job with the worker that cannot connect, where no other can either`() {
        var pool = Pool<Int>(size: 2)
        for job in 1...3 { _ = pool.submit(job, mayConnect: true) }
        _ = pool.take(1)
        _ = pool.take(2)
        pool.note(1, isAble: false)
        pool.note(2, isAble: false)
        expect(pool.giveBack(2, from: 2), is: nil)
        // So the job that waits has somebody who answers it too.
        expect(pool.take(2), is: 3)
    }

    @Test func `that is closed refuses jobs, gives back those that wait, and ends its workers`() {
        var pool = Pool<Int>(size: 2)
        for job in 1...4 { _ = pool.submit(job, mayConnect: true) }
        _ = pool.take(1)
        expect(pool.take(1), is: 3)
        let left = pool.close()
        #expect(left.jobs == [4])
        #expect(left.workers == [])
        expect(pool.submit(5, mayConnect: true), is: .refused)
        // What a worker was given before is still done.
        expect(pool.take(2), is: 2)
        expect(pool.ends(1), is: true)
        expect(pool.ends(2), is: true)
        expect(pool.close().jobs, is: [])
    }

    @Test func `that is closed wakes up those who rest`() {
        var pool = Pool<Int>(size: 2)
        _ = pool.submit(1, mayConnect: true)
        _ = pool.take(1)
        expect(pool.take(1), is: nil)
        expect(pool.close().workers, is: [1])
        expect(pool.ends(1), is: true)
    }
}

/// For what changes the value that it asks, which `#expect` does not take.
private func expect<Value: Equatable>(
    _ met: Value, is expected: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(met == expected, sourceLocation: sourceLocation)
}

extension Pool {
    /// The next job of a worker; `nil`: it rests, or ends.
    fileprivate mutating func take(_ worker: Int) -> Job? {
        if case .job(let job) = next(for: worker) { job } else { nil }
    }

    fileprivate mutating func ends(_ worker: Int) -> Bool {
        if case .end = next(for: worker) { true } else { false }
    }
}

@Suite("A server that cannot be reached") struct ReconnectionTests {
    private let start = ContinuousClock.now
    private let fault = PostgresFault.unreachable(.nobodyListens)

    @Test func `is tried by anybody before it has failed, and after it has answered`() {
        var reconnection = Reconnection()
        expect(reconnection.refusal(at: start), is: nil)
        expect(reconnection.refusal(at: start), is: nil)
        reconnection.failed(fault, at: start, begunAt: start)
        expect(reconnection.refusal(at: start), is: fault)
        reconnection.succeeded()
        expect(reconnection.refusal(at: start), is: nil)
    }

    @Test func `is tried again by one at a time, after ever longer pauses of up to a second`() {
        var reconnection = Reconnection()
        var now = start
        var pauses: [Duration] = []
        for _ in 0..<8 {
            reconnection.failed(fault, at: now, begunAt: now)
            let failure = now
            while reconnection.refusal(at: now) != nil { now += .milliseconds(10) }
            pauses.append(now - failure)
            expect(reconnection.refusal(at: now), is: fault)
        }
        #expect(pauses == [50, 100, 200, 400, 800, 1000, 1000, 1000].map { Duration.milliseconds($0) })
    }

    @Test func `has failed once where several tried at once`() {
        var reconnection = Reconnection()
        for number in 0..<10 {
            reconnection.failed(fault, at: start + .milliseconds(number), begunAt: start - .seconds(1))
        }
        expect(reconnection.refusal(at: start + .milliseconds(49)), is: fault)
        expect(reconnection.refusal(at: start + .milliseconds(50)), is: nil)
    }
}
