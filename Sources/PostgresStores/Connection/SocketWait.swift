import HTTPCookies

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What a connection waits for.
struct SocketWait {
    let socket: Int32
    let reads: Bool
    let writes: Bool

    /// Blocks the thread.
    ///
    /// - Returns: false where the deadline came first.
    func finish(before deadline: ContinuousClock.Instant) -> Bool {
        var entry = pollfd(fd: socket, events: events, revents: 0)
        while true {
            let left = deadline - .now
            guard left > .zero else { return false }
            let count = unsafe poll(&entry, 1, Int32(clamping: left.milliseconds + 1))
            // What a socket cannot do is found out by whoever reads from it.
            if count > 0 || count < 0 && errno != EINTR { return true }
        }
    }

    /// Whether it can be done now.
    var isReady: Bool {
        var entry = pollfd(fd: socket, events: events, revents: 0)
        return unsafe poll(&entry, 1, 0) != 0
    }

    private var events: Int16 {
        Int16((reads ? POLLIN : 0) | (writes ? POLLOUT : 0))
    }
}
