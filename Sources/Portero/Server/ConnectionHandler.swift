import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Between the HTTP/1 parser and the app: lets in what can be understood in one way only, one request at a time, and
/// holds the limits.
///
/// Requests that are sent before the last has been answered wait here, and nothing more is read meanwhile. NIO's
/// `HTTPServerPipelineHandler` would stop reading behind each request, which costs every client two system calls.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = ByteBuffer

    private let limits: ServerLimits
    private let count: ConnectionCount
    private let atNextTurn: NextTurn
    private var state: ConnectionState
    private var asked = ResponseEncoder.Request()
    private var encoder = ResponseEncoder()
    /// What is written with the next part, or flushed.
    private var written = ByteBuffer()
    private var timer: Scheduled<Void>?
    private var start = RequestStart()
    private var held = CircularBuffer<Held>(initialCapacity: 0)
    private var isReadHeld = false

    /// What came before its turn.
    private enum Held {
        case part(HTTPServerRequestPart)
        case error(HTTPParserError)
        case inputClosed
    }

    /// Calls when others have been served.
    typealias NextTurn = (@escaping () -> Void) -> Void

    init(_ limits: ServerLimits, _ count: ConnectionCount, _ atNextTurn: @escaping NextTurn, at now: NIODeadline) {
        self.limits = limits
        self.count = count
        self.atNextTurn = atNextTurn
        state = ConnectionState(limits, at: now)
    }

    func channelActive(context: ChannelHandlerContext) {
        schedule(at: context.eventLoop.now + limits.tick, context)
        context.fireChannelActive()
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { schedule(at: context.eventLoop.now + limits.tick, context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        held.removeAll()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
    }
}

// What the client sends.
extension ConnectionHandler {
    /// Bytes have arrived, before the parser has seen them.
    func willParse(_ bytes: ByteBuffer, at now: NIODeadline) {
        switch state.arrival {
        case .nothing:
            start = RequestStart(bytes)
            state.bytes(at: now)
        case .partOfHead: start.append(bytes)
        case .head, .all, .broken: break
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        take(.part(unwrapInboundIn(data)), context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        take(.error(error), context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: take(.inputClosed, context)
        case is ChannelShouldQuiesceEvent: if state.quiesces() { context.close(promise: nil) }
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func read(context: ChannelHandlerContext) {
        if held.isEmpty { context.read() } else { isReadHeld = true }
    }

    private func take(_ event: Held, _ context: ChannelHandlerContext) {
        if held.isEmpty, !state.isAnswering { deliver(event, context) } else { held.append(event) }
    }

    /// The last request has been answered: the next may come, in its turn where it is here already.
    private func goOn(_ context: ChannelHandlerContext) {
        guard !held.isEmpty else { return }
        atNextTurn { self.deliverHeld(context) }
    }

    private func deliverHeld(_ context: ChannelHandlerContext) {
        guard !held.isEmpty else { return }
        while !state.isAnswering, let event = held.popFirst() { deliver(event, context) }
        context.fireChannelReadComplete()
        if held.isEmpty, isReadHeld {
            isReadHeld = false
            context.read()
        }
    }

    private func deliver(_ event: Held, _ context: ChannelHandlerContext) {
        switch event {
        case .part(let part): receive(part, context)
        case .error(let error): receive(error, context)
        case .inputClosed:
            if state.lingers { context.close(promise: nil) }
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
    }

    private func receive(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        guard state.arrival != .broken, !state.lingers else { return }
        switch part {
        case .head(let head): receive(head, context)
        case .body(let bytes): receive(bytes, context)
        case .end(let trailers):
            // First, since whoever reads the end may answer at once.
            state.end(at: context.eventLoop.now)
            context.fireChannelRead(wrapInboundOut(.end(trailers.map { HTTPFields($0, splitCookie: false) })))
        }
    }

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        asked = ResponseEncoder.Request(isHead: head.method == .HEAD, isOld: head.version == .http1_0)
        do throws(RequestFault) {
            let (request, reader) = try RequestHeadReader.read(head, limits)
            let keepsAlive = head.isKeepAlive && !reader.asksForUpgrade
            state.head(bodyLength: reader.bodyLength, keepsAlive: keepsAlive, at: context.eventLoop.now)
            if reader.expectsContinue, reader.hasBody {
                context.writeAndFlush(
                    wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
            }
            context.fireChannelRead(wrapInboundOut(.head(request)))
        } catch {
            refuse(error, path: head.uri, context)
        }
    }

    private func receive(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        if state.body(bytes.readableBytes) {
            context.fireChannelRead(wrapInboundOut(.body(bytes)))
        } else {
            breakBody(RequestFault(.contentTooLarge), context)
        }
    }

    /// Puts a request that says so in the place of one that cannot be let in; the connection ends with its answer.
    private func refuse(_ fault: RequestFault, path: String = "/", _ context: ChannelHandlerContext) {
        state.breaks(at: context.eventLoop.now)
        context.fireChannelRead(wrapInboundOut(.head(fault.request(path))))
        context.fireChannelRead(wrapInboundOut(.end(nil)))
        context.fireChannelReadComplete()
    }

    /// Whoever reads the body is told; the connection ends with the response.
    private func breakBody(_ error: RequestFault, _ context: ChannelHandlerContext) {
        state.breaks(at: context.eventLoop.now)
        context.fireErrorCaught(error)
        if state.lingers { linger(context) }
    }

    private func receive(_ error: HTTPParserError, _ context: ChannelHandlerContext) {
        switch state.arrival {
        case .nothing, .partOfHead: refuse(RequestFault(error, in: start, limits), context)
        case .head: breakBody(RequestFault(.badRequest), context)
        case .all, .broken: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Nobody else asks for what nobody reads.
        if state.lingers { context.read() }
        context.fireChannelReadComplete()
    }
}

// What the app writes.
extension ConnectionHandler {
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let response) where response.status.kind == .informational:
            guard state.writing == .nothing else { return drop(promise) }
            encoder.write(response, to: asked, nil, into: &written)
            send(context, promise)
        case .head(let response): begin(response, context, promise)
        case .body(let bytes):
            guard state.writing == .head, encoder.hasBody else { return drop(promise) }
            append(bytes, context)
            if promise != nil { send(context, promise) }
        case .end(let trailers):
            guard state.writing == .head else { return drop(promise) }
            encoder.end(trailers, into: &written)
            send(context, promise)
            state.responded(at: context.eventLoop.now)
            if state.lingers { linger(context) } else { goOn(context) }
        }
    }

    func flush(context: ChannelHandlerContext) {
        if written.readableBytes > 0 { send(context, nil) }
        context.flush()
    }

    /// A second response to one request would be taken for the answer to the next; and some have no body.
    private func drop(_ promise: EventLoopPromise<Void>?) {
        promise?.succeed()
    }

    private func begin(_ response: HTTPResponse, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        let appCloses = response.headerFields[.connection]?.lowercased().contains("close") ?? false
        let isEndless = ResponseEncoder.endsWithConnection(response, to: asked)
        guard let closes = state.respond(appCloses: appCloses || isEndless, at: context.eventLoop.now) else {
            return drop(promise)
        }
        written.reserveCapacity(minimumWritableBytes: 2048)
        encoder.write(response, to: asked, closes ? .close : asked.isOld ? .keepAlive : nil, into: &written)
        if promise != nil { send(context, promise) }
    }

    /// A small part goes with what stands before it, in one write.
    private func append(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        let count = bytes.readableBytes
        encoder.begin(count, into: &written)
        if count <= 4096 {
            written.writeImmutableBuffer(bytes)
        } else {
            send(context, nil)
            context.write(wrapOutboundOut(bytes), promise: nil)
        }
        encoder.end(count, into: &written)
    }

    private func send(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        var bytes = ByteBuffer()
        swap(&bytes, &written)
        context.write(wrapOutboundOut(bytes), promise: promise)
    }

    /// Ends our side, and reads on for a moment: closing at once would take the response from a client that still
    /// sends (RFC 9112 section 9.6).
    private func linger(_ context: ChannelHandlerContext) {
        context.flush()
        context.close(mode: .output, promise: nil)
        schedule(at: context.eventLoop.now + .seconds(2), context)
        context.read()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard state.lingers, context.channel.isActive else { return context.close(mode: mode, promise: promise) }
        // The timer or the client's end closes it.
        switch mode {
        case .all: context.channel.closeFuture.cascade(to: promise)
        case .output, .input: promise?.succeed()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { state.took(at: context.eventLoop.now) }
        context.fireChannelWritabilityChanged()
    }
}

// The clock.
extension ConnectionHandler {
    private func schedule(at deadline: NIODeadline, _ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.look(context) }
    }

    private func look(_ context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        // What no channel fails to tell.
        let unsent = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        switch state.due(at: now, unsent: unsent, isCrowded: count.isCrowded) {
        case .wait(let end): return schedule(at: min(end, now + limits.tick), context)
        case .refuse: refuse(RequestFault(.requestTimeout), context)
        case .breakBody: breakBody(RequestFault(.requestTimeout), context)
        case .close: return context.close(promise: nil)
        }
        schedule(at: now + limits.tick, context)
    }
}
