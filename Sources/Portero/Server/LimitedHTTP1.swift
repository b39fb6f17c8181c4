public import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

extension HTTPServerBuilder {
    /// HTTP/1.1 with limits on what a client may take, and one meaning for each request.
    ///
    /// What it refuses it hands to ``RefusedRequests``, as a request that no route has. Node: `http.createServer` with
    /// `maxHeaderSize`, `headersTimeout`, `requestTimeout` and `keepAliveTimeout`.
    ///
    /// - Parameters:
    ///   - limits: what a client may take.
    ///   - proxies: their connections are other people's, so that they are not counted by address.
    /// - Returns: for `Application(router:server:)`.
    public static func http1(
        limits: ServerLimits, behind proxies: TrustedProxies = .none
    ) -> HTTPServerBuilder {
        let count = ConnectionCount(limits, behind: proxies)
        return HTTPServerBuilder { responder in
            LimitedHTTP1(responder: responder, limits: limits, count: count)
        }
    }
}

/// Sets each connection up.
struct LimitedHTTP1: HTTPChannelHandler {
    let responder: Responder
    let limits: ServerLimits
    let count: ConnectionCount
    let turns = TurnsByLoop()

    func setup(
        channel: any Channel, logger: Logger
    ) -> EventLoopFuture<NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>> {
        channel.eventLoop.makeCompletedFuture {
            if !count.admit(channel) { try turnAway(channel, logger) }
            try channel.readLittle()
            try channel.addHTTP1(limits, count, turns.turns(of: channel.eventLoop).wait)
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    /// Closes it once it is set up: the server would stop if that failed.
    private func turnAway(_ channel: any Channel, _ logger: Logger) throws {
        if let number = count.turnAway(at: channel.eventLoop.now) {
            logger.warning(
                "connections were turned away: there are too many, in all or of one address that is no trusted proxy",
                metadata: ["number": "\(number)"])
        }
        try channel.pipeline.syncOperations.addHandler(ClosingHandler())
    }

    func handle(value: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>, logger: Logger) async {
        await handleHTTP(asyncChannel: value, logger: logger)
    }
}

extension Channel {
    /// Takes 4 KiB at a time from the socket; on the channel's event loop.
    ///
    /// The parser makes requests of all that is read, and a request is many times as large as the shortest text
    /// of it: whoever sends many at once must not make the server hold thousands.
    fileprivate func readLittle() throws {
        try syncOptions?.setOption(.maxMessagesPerRead, value: 1)
        try syncOptions?.setOption(
            .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 2048, maximum: 4096))
    }

    /// Adds what stands between the socket's bytes and the app; on the channel's event loop.
    func addHTTP1(
        _ limits: ServerLimits, _ count: ConnectionCount, _ atNextTurn: @escaping ConnectionHandler.NextTurn
    ) throws {
        let handler = ConnectionHandler(limits, count, atNextTurn, at: eventLoop.now)
        try pipeline.syncOperations.addHandler(ArrivalHandler(handler))
        let parser = HTTPRequestDecoder(limitConfiguration: limits.decoder)
        try pipeline.syncOperations.addHandler(ByteToMessageHandler(parser))
        try pipeline.syncOperations.addHandler(handler)
    }
}

extension ServerLimits {
    fileprivate var decoder: NIOHTTPDecoderLimitConfiguration {
        var decoder = NIOHTTPDecoderLimitConfiguration()
        decoder.maxHeaderFieldSize = max(fieldBytes, targetBytes)
        decoder.maxHeaderListSize = headerBytes
        decoder.maxHeaderFieldCount = fieldCount
        return decoder
    }
}

/// Closes a connection that is one too many.
private final class ClosingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelActive(context: ChannelHandlerContext) {
        context.close(promise: nil)
    }
}

/// Tells the handler behind the parser what the parser is about to see.
private final class ArrivalHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let handler: ConnectionHandler

    init(_ handler: ConnectionHandler) {
        self.handler = handler
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        handler.willParse(unwrapInboundIn(data), at: context.eventLoop.now)
        context.fireChannelRead(data)
    }
}
