import NIOCore

/// A command that waits for its replies.
struct Pending<Waiter> {
    let waiter: Waiter
    /// How many replies are owed to it.
    let replies: Int
    /// When it is given up.
    let deadline: NIODeadline
    /// How many bytes it has, while it has not been sent.
    let size: Int
}

/// The commands that were not sent yet, as the bytes that will be.
///
/// Whoever has a command writes it here himself; the event loop comes by and sends all that has gathered in one write.
struct Mailbox<Waiter> {
    /// What happens to a command that is brought.
    enum Admission: Equatable {
        /// It will be sent; `wakes`: the event loop has to be told.
        case queued(wakes: Bool)
        case refused(LineFault)
    }

    /// What is sent at once.
    struct Batch {
        var bytes: ByteBuffer
        var pending: [Pending<Waiter>]
        let earliest: NIODeadline
    }

    static var limit: Int { 65_536 }

    private var bytes = ByteBuffer()
    private var pending: [Pending<Waiter>] = []
    private var isExpected = false
    private var gate: LineFault?
    /// When the first of those that wait is given up.
    private(set) var earliest = NIODeadline.distantFuture

    /// - Parameters:
    ///   - waiter: gets the replies.
    ///   - replies: how many.
    ///   - deadline: when it is given up.
    ///   - write: writes the command.
    /// - Returns: whether it was taken.
    mutating func add(
        _ waiter: Waiter, replies: Int, deadline: NIODeadline, _ write: (inout ByteBuffer) -> Void
    ) -> Admission {
        if let gate { return .refused(gate) }
        guard pending.count < Self.limit else { return .refused(.overloaded) }
        let start = bytes.writerIndex
        write(&bytes)
        pending.append(
            Pending(waiter: waiter, replies: replies, deadline: deadline, size: bytes.writerIndex - start))
        let wakes = !isExpected || deadline < earliest
        isExpected = true
        earliest = min(earliest, deadline)
        return .queued(wakes: wakes)
    }

    /// Takes all that waits, to be sent.
    mutating func takeAll() -> Batch {
        let batch = Batch(bytes: bytes, pending: pending, earliest: earliest)
        // The next ones are likely to be as many.
        bytes = ByteBufferAllocator().buffer(capacity: min(batch.bytes.writerIndex, 1 << 16))
        pending = []
        pending.reserveCapacity(batch.pending.count)
        isExpected = false
        earliest = .distantFuture
        return batch
    }

    /// Takes out what has waited too long.
    mutating func takeOverdue(_ now: NIODeadline) -> [Waiter] {
        guard earliest <= now else { return [] }
        let old = takeAll()
        var (rest, overdue) = (old.bytes, [Waiter]())
        for item in old.pending {
            let text = rest.readSlice(length: item.size)
            guard item.deadline > now, var text else {
                overdue.append(item.waiter)
                continue
            }
            bytes.writeBuffer(&text)
            pending.append(item)
            earliest = min(earliest, item.deadline)
        }
        isExpected = !pending.isEmpty
        return overdue
    }

    /// Refuses whatever comes, and gives up what waits.
    mutating func shut(_ fault: LineFault) -> [Waiter] {
        gate = fault
        return takeAll().pending.map(\.waiter)
    }

    /// Takes commands again.
    mutating func open() {
        gate = nil
    }
}
