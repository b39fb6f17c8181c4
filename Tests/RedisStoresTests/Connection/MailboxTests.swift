import NIOCore
import Testing

@testable import RedisStores

@Suite("Commands that wait for a connection") struct MailboxTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private var mailbox = Mailbox<Int>()

    private mutating func add(_ number: Int, after seconds: Int64 = 2) -> Mailbox<Int>.Admission {
        mailbox.add(number, replies: 1, deadline: Self.start + .seconds(seconds)) { $0.writeString("<\(number)>") }
    }

    @Test mutating func `go out in one piece, in their order, and the loop is told once`() {
        #expect((1...3).map { add($0) } == [.queued(wakes: true), .queued(wakes: false), .queued(wakes: false)])
        let batch = mailbox.takeAll()
        #expect(String(buffer: batch.bytes) == "<1><2><3>")
        #expect(batch.pending.map(\.waiter) == [1, 2, 3])
        #expect(mailbox.takeAll().pending.isEmpty)
        #expect(add(4) == .queued(wakes: true))
    }

    @Test mutating func `that have less time than all before tell the loop`() {
        _ = add(1, after: 2)
        #expect(add(2, after: 1) == .queued(wakes: true))
        #expect(mailbox.earliest == Self.start + .seconds(1))
    }

    @Test mutating func `are given up by themselves where they have waited too long`() {
        _ = add(1, after: 2)
        _ = add(2, after: 1)
        _ = add(3, after: 3)
        #expect(mailbox.takeOverdue(Self.start) == [])
        #expect(mailbox.takeOverdue(Self.start + .seconds(2)) == [1, 2])
        #expect(mailbox.earliest == Self.start + .seconds(3))
        let batch = mailbox.takeAll()
        #expect(String(buffer: batch.bytes) == "<3>")
        #expect(batch.pending.map(\.waiter) == [3])
    }

    @Test mutating func `are refused while it is shut`() {
        _ = add(1)
        #expect(mailbox.shut(.timedOut) == [1])
        #expect(add(2) == .refused(.timedOut))
        mailbox.open()
        #expect(add(3) == .queued(wakes: true))
        #expect(String(buffer: mailbox.takeAll().bytes) == "<3>")
    }

    @Test mutating func `are no more than there is room for`() {
        for number in 0..<Mailbox<Int>.limit { _ = add(number) }
        #expect(add(-1) == .refused(.overloaded))
        #expect(mailbox.takeAll().pending.count == Mailbox<Int>.limit)
    }
}
