import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes

@testable import Portero

/// One connection without a socket, whose clock the test turns.
struct Line {
    let channel: EmbeddedChannel
    let limits: ServerLimits

    init(
        _ limits: ServerLimits = ServerLimits(), count: ConnectionCount? = nil,
        before first: (any ChannelHandler)? = nil
    ) throws {
        self.limits = limits
        channel = EmbeddedChannel(handlers: first.map { [$0] } ?? [])
        try channel.addHTTP1(limits, count ?? ConnectionCount(limits)) { $0() }
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 4711)).wait()
    }

    /// The client sends bytes.
    func send(_ text: String) {
        // What the app would be thrown stands in `met`.
        do { try channel.writeInbound(ByteBuffer(string: text)) } catch { channel.pipeline.fireErrorCaught(error) }
    }

    func advance(by time: Duration) {
        channel.embeddedEventLoop.advanceTime(by: TimeAmount(time))
    }

    /// What the app is given next.
    func received() throws -> HTTPRequestPart? {
        try channel.readInbound(as: HTTPRequestPart.self)
    }

    /// All that the app is given.
    func parts() throws -> [HTTPRequestPart] {
        var parts: [HTTPRequestPart] = []
        while let part = try received() { parts.append(part) }
        return parts
    }

    /// The app answers with these parts.
    func answer(_ parts: HTTPResponsePart...) throws {
        for part in parts { channel.write(part, promise: nil) }
        channel.flush()
    }

    /// A whole answer.
    func answer() throws {
        try answer(.head(HTTPResponse(status: .ok, headerFields: [.contentLength: "0"])), .end(nil))
    }

    /// All bytes that the client has been sent since it was last asked.
    func sent() throws -> String {
        var text = ""
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: bytes) }
        return text
    }

    var isOpen: Bool { channel.isActive }

    static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
}

extension HTTPRequestPart {
    /// The status of a request that is refused; `nil`: it is none.
    var refusal: Int? {
        guard case .head(let head) = self else { return nil }
        return RequestFault(head)?.status.code
    }
}
