import NIOCore
import NIOPosix

/// A connection on which a test says any bytes, and sees those that come back.
package struct RawClient: Sendable {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Connects, and ends the connection after `body`.
    package static func connect<Value: Sendable>(
        _ port: Int, from address: String = "127.0.0.1",
        _ body: (inout Conversation) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .bind(to: try SocketAddress(ipAddress: address, port: 0))
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var conversation = Conversation(incoming: inbound.makeAsyncIterator(), outgoing: outbound)
            return try await body(&conversation)
        }
    }

    /// Sends all, and waits for the server to end the connection.
    package static func say(_ text: String, to port: Int) async throws -> String {
        try await connect(port) { conversation in
            try await conversation.send(text)
            return try await conversation.rest()
        }
    }
}

/// What is said on a connection.
package struct Conversation {
    fileprivate var incoming: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    fileprivate let outgoing: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var received = ""

    fileprivate init(
        incoming: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outgoing: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.incoming = incoming
        self.outgoing = outgoing
    }

    package mutating func send(_ text: String) async throws {
        try await outgoing.write(ByteBuffer(string: text))
    }

    /// Ends our side.
    package func finish() {
        outgoing.finish()
    }

    /// All that comes until the server ends its side, or the connection.
    package mutating func rest() async throws -> String {
        do {
            while let bytes = try await incoming.next(isolation: #isolation) { received += String(buffer: bytes) }
        } catch is IOError {
            // A reset ends it too.
        }
        defer { received = "" }
        return received
    }

    /// All that comes up to and with `mark`; less if the connection ends before.
    package mutating func next(upTo mark: String) async throws -> String {
        while true {
            if let range = received.firstRange(of: mark) {
                let text = String(received[..<range.upperBound])
                received.removeSubrange(..<range.upperBound)
                return text
            }
            guard let bytes = try await incoming.next(isolation: #isolation) else { return try await rest() }
            received += String(buffer: bytes)
        }
    }

    /// One response that tells its length.
    package mutating func response() async throws -> String {
        let head = try await next(upTo: "\r\n\r\n")
        let length =
            head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) } ?? 0
        while received.utf8.count < length, let bytes = try await incoming.next(isolation: #isolation) {
            received += String(buffer: bytes)
        }
        let body = String(decoding: received.utf8.prefix(length), as: UTF8.self)
        received = String(decoding: received.utf8.dropFirst(length), as: UTF8.self)
        return head + body
    }
}

extension String {
    /// The status of a response that is given as its bytes; 0: there is none.
    package var status: Int {
        Int(dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0
    }

    /// How many responses there are.
    package var responses: Int {
        ranges(of: "HTTP/1.").count
    }
}
