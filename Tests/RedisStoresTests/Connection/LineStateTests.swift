import NIOCore
import StoreTesting
import Testing

@testable import RedisStores

@Suite("A connection") struct LineStateTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private static let limit = TimeAmount.seconds(2)

    private var state = LineState<Int>(greeting: Greeting(login: nil, database: 0), patience: Self.limit)

    /// One that takes commands.
    private func ready() -> LineState<Int> {
        var state = state
        _ = state.wanted(Self.start)
        _ = state.connected()
        _ = state.received(.array([]))
        return state
    }

    private func pending(_ waiter: Int, replies: Int = 1, after delay: TimeAmount = Self.limit) -> Pending<Int> {
        Pending(waiter: waiter, replies: replies, deadline: Self.start + delay, size: 0)
    }

    @Test mutating func `is made once, however many want it`() {
        let answers = [state.wanted(Self.start), state.wanted(Self.start)]
        #expect(answers == [true, false])
        #expect(state.phase == .connecting)
    }

    @Test func `gives each reply to whoever asked, in the order of the commands`() {
        var state = ready()
        state.sent([pending(1), pending(2)])
        state.sent([pending(3)])
        for number in 1...3 {
            #expect(state.received(.number(Int64(number))).delivery == Delivery(number, .number(Int64(number))))
        }
    }

    @Test func `gives the replies of one piece together`() {
        var state = ready()
        state.sent([pending(1, replies: 2), pending(2)])
        #expect(state.received(.null).delivery == nil)
        #expect(state.received(.number(7)).delivery == Delivery(1, .array([.null, .number(7)])))
        #expect(state.received(.status("OK")).delivery == Delivery(2, .status("OK")))
    }

    @Test func `ends where a reply is overdue, and nobody gets the late one`() throws {
        var state = ready()
        state.sent([pending(1), pending(2, after: .seconds(9))])
        #expect(state.earliest == Self.start + Self.limit)
        #expect(!state.isOverdue(Self.start + Self.limit - .nanoseconds(1)))
        #expect(state.isOverdue(Self.start + Self.limit))
        let ending = try end(&state, .timedOut, Self.start + Self.limit, 0)
        #expect(ending.lost.map(\.waiter) == [1, 2])
        #expect(state.received(.number(1)).delivery == nil)
    }

    @Test func `ends where a reply comes that nobody asked for`() {
        var state = ready()
        guard case .end(.lost) = state.received(.number(1)) else {
            Issue.record("the reply was taken")
            return
        }
    }

    @Test(arguments: [1, 2]) func `ends where the server has become a replica`(_ replies: Int) {
        var state = ready()
        state.sent([pending(1, replies: replies)])
        if replies == 2 { _ = state.received(.error(RedisRefusal("READONLY You can't write"))) }
        let last = replies == 2 ? RESPValue.null : .error(RedisRefusal("READONLY You can't write"))
        guard case .deliverAndEnd(1, _, .lost) = state.received(last) else {
            Issue.record("it goes on")
            return
        }
    }

    @Test func `is made again at once, then after longer and longer pauses`() throws {
        var state = ready()
        var pauses: [Int64] = []
        for _ in 0..<9 {
            pauses.append(try end(&state, .lost(""), Self.start, 1).pause.nanoseconds / 1_000_000)
            _ = state.paused()
        }
        #expect(pauses == [0, 20, 40, 80, 160, 320, 640, 1000, 1000])
    }

    @Test func `pauses no less than half as long, so that not all come at once`() throws {
        var state = ready()
        _ = state.ended(.lost(""), Self.start, 0)
        _ = state.paused()
        #expect(try end(&state, .lost(""), Self.start, 0).pause == .milliseconds(10))
    }

    @Test func `pauses on where the server greets and ends it, until it has answered`() throws {
        var state = ready()
        _ = state.ended(.lost(""), Self.start, 1)
        for expected: Int64 in [20, 40] {
            greet(&state)
            #expect(try end(&state, .lost(""), Self.start, 1).pause == .milliseconds(expected))
        }
        greet(&state)
        state.sent([pending(1)])
        _ = state.received(.null)
        #expect(try end(&state, .lost(""), Self.start, 1).pause == .zero)
    }

    @Test func `waits out a short outage, and refuses at once in a long one`() throws {
        var state = ready()
        let almost = Self.start + Self.limit - .nanoseconds(1)
        #expect(try end(&state, .lost(""), Self.start, 0).shuts == nil)
        _ = state.paused()
        #expect(try end(&state, .unreachable("x"), almost, 0).shuts == nil)
        _ = state.paused()
        #expect(try end(&state, .unreachable("x"), Self.start + Self.limit, 0).shuts == .unreachable("x"))
        greet(&state)
        #expect(try end(&state, .lost(""), Self.start + .hours(1), 0).shuts == nil)
    }

    @Test mutating func `refuses at once where it is not let in`() throws {
        _ = state.wanted(Self.start)
        _ = state.connected()
        guard case .end(let fault) = state.received(.error(RedisRefusal("WRONGPASS no"))) else {
            Issue.record("it is let in")
            return
        }
        #expect(try end(&state, fault, Self.start, 0).shuts == .rejected("the server answered WRONGPASS"))
    }

    @Test func `is not made again once it is closed`() {
        var state = ready()
        state.sent([pending(1)])
        #expect(state.close().map(\.waiter) == [1])
        #expect(state.ended(.lost(""), Self.start, 0)?.pause == nil)
        let answers = [state.paused(), state.wanted(Self.start)]
        #expect(answers == [false, false])
    }

    @Test(arguments: 0..<50)
    func `gives nobody another's reply, whatever happens`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var state = ready()
        var (asked, next) = ([Int](), 0)
        var told = Set<Int>()
        for _ in 0..<400 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<5 where state.phase == .ready:
                state.sent([pending(next)])
                asked.append(next)
                next += 1
            case 5..<9 where !asked.isEmpty:
                let number = asked.removeFirst()
                #expect(state.received(.number(Int64(number))).delivery == Delivery(number, .number(Int64(number))))
                #expect(told.insert(number).inserted)
            case 9:
                let lost = state.ended(.lost(""), Self.start, 0)?.lost.map(\.waiter) ?? []
                #expect(lost == asked)
                told.formUnion(lost)
                asked = []
                greet(&state)
            default: break
            }
        }
        told.formUnion(asked)
        #expect(told == Set(0..<next))
    }

    private func end(
        _ state: inout LineState<Int>, _ fault: LineFault, _ now: NIODeadline, _ chance: Double
    ) throws -> LineState<Int>.Ending {
        let ending = state.ended(fault, now, chance)
        return try #require(ending)
    }

    private func greet(_ state: inout LineState<Int>) {
        _ = state.paused()
        _ = state.connected()
        _ = state.received(.array([]))
    }
}

private struct Delivery: Equatable {
    let waiter: Int
    let value: RESPValue

    init(_ waiter: Int, _ value: RESPValue) {
        self.waiter = waiter
        self.value = value
    }
}

extension LineState<Int>.Receipt {
    fileprivate var delivery: Delivery? {
        if case .deliver(let waiter, let value) = self { Delivery(waiter, value) } else { nil }
    }
}
