import NIOCore
import NIOPosix

/// The connections of an attack, on a thread of their own.
struct Crowd: Sendable {
    let tally = Tally()
    private let attack: Attack
    private let port: Int
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    init(_ attack: Attack, port: Int) {
        self.attack = attack
        self.port = port
    }

    /// Opens all connections, not too many at once: the system keeps only so many for the server to accept.
    func gather() async throws {
        for start in stride(from: 0, to: attack.connections, by: 64) {
            let places = start..<min(start + 64, attack.connections)
            _ = try await EventLoopFuture.whenAllComplete(places.map(connect), on: group.any()).get()
        }
    }

    /// Ends those that are still there.
    func disperse() async throws {
        try await group.shutdownGracefully()
    }

    private func connect(_ place: Int) -> EventLoopFuture<any Channel> {
        do {
            return ClientBootstrap(group: group)
                .channelOption(.allowRemoteHalfClosure, value: true)
                .channelOption(.autoRead, value: attack.manner.reads)
                .channelOption(.socketOption(.so_rcvbuf), value: attack.manner.reads ? 65_536 : 4096)
                .bind(to: try address(of: place))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Attacker(attack.manner, tally))
                    }
                }
                .connect(host: "127.0.0.1", port: port)
        } catch {
            return group.any().makeFailedFuture(error)
        }
    }

    /// 127.0.1.1 and those that follow: all of 127.0.0.0/8 is this machine.
    private func address(of place: Int) throws -> SocketAddress {
        let number = place % attack.addresses
        return try SocketAddress(ipAddress: "127.0.\(1 + number / 250).\(1 + number % 250)", port: 0)
    }
}
