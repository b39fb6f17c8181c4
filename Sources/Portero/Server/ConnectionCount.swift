import NIOCore
import Synchronization

/// Who is connected, and who may be besides.
final class ConnectionCount: Sendable {
    private struct Counts: Sendable {
        var all = 0
        var byNetwork: [Network: Int] = [:]
        var turnedAway = 0
        var reported: NIODeadline?
    }

    /// An IPv4 address, or the network of 64 bits of which a provider gives each customer at least one.
    fileprivate enum Network: Hashable, Sendable {
        case v4(UInt32)
        case v6(UInt64)
    }

    private let limits: ServerLimits
    private let isProxy: @Sendable (SocketAddress) -> Bool
    private let counts = Mutex(Counts())
    private let crowded = Atomic(false)

    /// - Parameters:
    ///   - limits: how many there may be.
    ///   - isProxy: whose connections are other people's, so that they are not counted by address.
    init(_ limits: ServerLimits, isProxy: @escaping @Sendable (SocketAddress) -> Bool) {
        self.limits = limits
        self.isProxy = isProxy
    }

    /// Whether three quarters of all connections are taken.
    var isCrowded: Bool { crowded.load(ordering: .relaxed) }

    /// Counts a connection until it is closed.
    ///
    /// - Returns: whether it may stay.
    func admit(_ channel: any Channel) -> Bool {
        let network = channel.remoteAddress.flatMap { isProxy($0) ? nil : Network($0) }
        let mayStay = counts.withLock { counts in
            guard counts.all < limits.connections else { return false }
            if let network {
                guard counts.byNetwork[network, default: 0] < limits.connectionsPerAddress else { return false }
                counts.byNetwork[network, default: 0] += 1
            }
            counts.all += 1
            crowded.store(isCrowded(counts.all), ordering: .relaxed)
            return true
        }
        if mayStay { channel.closeFuture.whenComplete { _ in self.leave(network) } }
        return mayStay
    }

    /// Counts a connection that was not let in.
    ///
    /// - Parameter now: the time.
    /// - Returns: how many there have been since this was told last, at most once a minute; `nil`: not now.
    func turnAway(at now: NIODeadline) -> Int? {
        counts.withLock { counts in
            counts.turnedAway += 1
            guard counts.reported.map({ now - $0 >= .minutes(1) }) ?? true else { return nil }
            defer { counts.turnedAway = 0 }
            counts.reported = now
            return counts.turnedAway
        }
    }

    private func leave(_ network: Network?) {
        counts.withLock { counts in
            counts.all -= 1
            crowded.store(isCrowded(counts.all), ordering: .relaxed)
            guard let network, let count = counts.byNetwork[network] else { return }
            counts.byNetwork[network] = count > 1 ? count - 1 : nil
        }
    }

    private func isCrowded(_ count: Int) -> Bool {
        count * 4 >= limits.connections * 3
    }
}

extension ConnectionCount.Network {
    /// Read from the bytes, where Linux and Darwin agree: family, port and, for IPv6, flow stand before the address.
    fileprivate init?(_ address: SocketAddress) {
        switch address {
        case .v4: self = .v4(address.load(at: 4))
        case .v6:
            let high = address.load(at: 8) as UInt64
            // An IPv4 address as a socket for both protocols shows it (RFC 4291 section 2.5.5.2).
            let isMapped = high == 0 && address.load(at: 16) == UInt32(0xffff).bigEndian
            self = isMapped ? .v4(address.load(at: 20)) : .v6(high)
        case .unixDomainSocket: return nil
        }
    }
}

extension SocketAddress {
    /// Within the 16 bytes of an IPv4 and the 28 of an IPv6 address.
    fileprivate func load<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Number {
        unsafe withSockAddr { start, size in
            unsafe UnsafeRawBufferPointer(start: start, count: size).loadUnaligned(
                fromByteOffset: offset, as: Number.self)
        }
    }
}
