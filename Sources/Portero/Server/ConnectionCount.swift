import NIOCore
import Synchronization

/// Who is connected, and who may be besides.
final class ConnectionCount: Sendable {
    private struct Counts: Sendable {
        var all = 0
        /// By IPv4 address, or by the network of 64 bits of which a provider gives each customer at least one.
        var byNetwork: [UInt128: Int] = [:]
        var turnedAway = 0
        var reported: NIODeadline?
    }

    private let limits: ServerLimits
    private let proxies: TrustedProxies
    private let counts = Mutex(Counts())
    private let crowded = Atomic(false)

    /// - Parameters:
    ///   - limits: how many there may be.
    ///   - proxies: their connections are other people's, so that they are not counted by address.
    init(_ limits: ServerLimits, behind proxies: TrustedProxies = .none) {
        self.limits = limits
        self.proxies = proxies
    }

    /// Whether three quarters of all connections are taken.
    var isCrowded: Bool { crowded.load(ordering: .relaxed) }

    /// Counts a connection until it is closed.
    ///
    /// - Returns: whether it may stay.
    func admit(_ channel: any Channel) -> Bool {
        let address = channel.remoteAddress.flatMap { IPAddress($0) }
        let network = address.flatMap { proxies.contains($0) ? nil : $0.customer }
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

    private func leave(_ network: UInt128?) {
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

extension IPAddress {
    /// What one customer of a provider has.
    fileprivate var customer: UInt128 {
        isIPv4 ? bits : (bits >> 64) << 64
    }
}
