import HTTPTypes
public import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Writes one line a request: method, path, status, bytes, time taken, the route's pattern, the client, the id.
///
/// Put it before everything but ``ClientMiddleware``, so that it sees what the others made of a request; what is thrown
/// passes. A line holds no query, no cookie and no other header field. It is written when the answer is ready, and
/// where the answer's length is not known before, when it has been sent, so that one that breaks off is told
/// (`broken`).
public struct AccessLog<Context: PorteroRequestContext>: RouterMiddleware {
    private let writer: LogWriter

    /// - Parameter writer: takes the lines; it must be one of the application's services.
    public init(_ writer: LogWriter) {
        self.writer = writer
    }

    /// Passes on, and writes the line.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let status = (error as? any HTTPResponseError)?.status ?? .internalServerError
            write(record(request, context, status), since: start)
            throw error
        }
        var record = record(request, context, response.status)
        // The router drops the body of a HEAD behind our back.
        if let count = request.method == .head ? 0 : response.body.contentLength {
            record.bytes = count
            write(record, since: start)
        } else {
            response.body = StreamedAnswer(record, since: start, writer).body(response.body)
        }
        return response
    }

    private func record(_ request: Request, _ context: Context, _ status: HTTPResponse.Status) -> AccessRecord {
        AccessRecord(
            method: request.method.rawValue, target: request.uri.string, status: status.code,
            // What Hummingbird calls a path without a route is none.
            route: context.endpointPath.flatMap { $0.utf8.first == UInt8(ascii: "/") ? $0 : nil },
            client: context.client.address?.description,
            requestID: context.logger[metadataKey: "hb.request.id"].map { "\($0)" })
    }

    private func write(_ record: AccessRecord, since start: ContinuousClock.Instant) {
        var record = record
        record.duration = .now - start
        writer.add(record)
    }
}

/// Counts what a streamed body sends, and writes its line at the end; also where the body was never begun.
private final class StreamedAnswer: Sendable {
    private let record: AccessRecord
    private let start: ContinuousClock.Instant
    private let writer: LogWriter
    private let count = Atomic(0)
    private let isWritten = Atomic(false)

    init(_ record: AccessRecord, since start: ContinuousClock.Instant, _ writer: LogWriter) {
        self.record = record
        self.start = start
        self.writer = writer
    }

    deinit {
        write(isBroken: true)
    }

    func body(_ body: ResponseBody) -> ResponseBody {
        ResponseBody { parent in
            do {
                try await body.write(CountingWriter(parent: parent, answer: self))
            } catch {
                self.write(isBroken: true)
                throw error
            }
            self.write(isBroken: false)
        }
    }

    func add(_ bytes: Int) {
        count.add(bytes, ordering: .relaxed)
    }

    private func write(isBroken: Bool) {
        guard !isWritten.exchange(true, ordering: .relaxed) else { return }
        var record = record
        record.bytes = count.load(ordering: .relaxed)
        record.duration = .now - start
        record.isBroken = isBroken
        writer.add(record)
    }
}

private struct CountingWriter: ResponseBodyWriter {
    var parent: any ResponseBodyWriter
    let answer: StreamedAnswer

    @concurrent mutating func write(_ buffer: ByteBuffer) async throws {
        try await parent.write(buffer)
        answer.add(buffer.readableBytes)
    }

    @concurrent mutating func write(contentsOf buffers: some Sequence<ByteBuffer>) async throws {
        let buffers = Array(buffers)
        try await parent.write(contentsOf: buffers)
        answer.add(buffers.reduce(0) { $0 + $1.readableBytes })
    }

    @concurrent consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await parent.finish(trailingHeaders)
    }
}
