import NIOCore
import NIOPosix

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// A TCP connection to a server on this machine, for requests that no HTTP client would send.
struct RawConnection: Sendable {
    /// How the client ends a request.
    enum End: Hashable, Sendable {
        /// It waits for the answer.
        case wait
        /// It says that nothing more comes (FIN), and waits.
        case halfClose
        /// It is gone (RST).
        case reset
    }

    /// Sends bytes and reads until the server closes.
    ///
    /// - Parameters:
    ///   - port: where the server listens.
    ///   - text: what is sent.
    ///   - end: what the client does then.
    /// - Returns: what the server sent; empty after a reset.
    /// - Throws: where there is no connection.
    static func send(to port: Int, _ text: String, then end: End = .wait) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            if end == .reset {
                try await resetAtTheClose(channel.channel)
                return ""
            }
            if end == .halfClose { outbound.finish() }
            var answer = ""
            for try await buffer in inbound { answer += String(buffer: buffer) }
            return answer
        }
    }

    /// Where nothing may linger, a close is a reset.
    private static func resetAtTheClose(_ channel: any Channel) async throws {
        guard let options = channel as? any SocketOptionProvider else { return }
        try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
}
