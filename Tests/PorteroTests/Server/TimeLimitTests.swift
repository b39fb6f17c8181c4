import HTTPTypes
import Hummingbird
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import ProcessTesting
import Testing

@testable import Portero

@Suite("A connection's time") struct TimeLimitTests {
    @Test func `for its first request ends like that for a header, without a word`() throws {
        let line = try Line()
        line.advance(by: line.limits.headerTime - .milliseconds(1))
        #expect(line.isOpen)
        line.advance(by: .seconds(5))
        #expect(!line.isOpen)
        #expect(try line.sent() == "")
    }

    @Test func `for a header ends with a 408, however often a byte of it comes`() throws {
        let line = try Line()
        line.send("GET / HTTP/1.1\r\n")
        for number in 0..<9 {
            line.advance(by: .seconds(1))
            line.send("X-\(number): drip\r\n")
        }
        #expect(try line.received() == nil)
        line.advance(by: .seconds(6))
        #expect(try line.received()?.refusal == 408)
    }

    @Test func `for the answer to a refused request ends too`() throws {
        let line = try Line()
        line.send("nonsense\r\n\r\n")
        #expect(try line.received()?.refusal == 501)
        line.advance(by: line.limits.requestTime + .seconds(5))
        #expect(!line.isOpen)
    }

    @Test func `between requests is the idle time`() throws {
        let line = try Line()
        line.send(Line.get)
        try line.answer()
        line.advance(by: line.limits.idleTime - .milliseconds(1))
        #expect(line.isOpen)
        line.advance(by: .seconds(5))
        #expect(!line.isOpen)
    }

    @Test func `between requests begins anew with each`() throws {
        let line = try Line()
        for _ in 0..<5 {
            line.send(Line.get)
            try line.answer()
            line.advance(by: line.limits.idleTime - .seconds(1))
            #expect(line.isOpen)
        }
    }

    @Test func `between requests is a tenth while connections run out`() throws {
        var limits = ServerLimits()
        limits.connections = 4
        let count = ConnectionCount(limits)
        let others = try (0..<3).map { _ in try Line(limits, count: count) }
        for other in others { #expect(count.admit(other.channel)) }
        let line = try Line(limits, count: count)
        line.send(Line.get)
        try line.answer()
        line.advance(by: limits.idleTime / 10 + .seconds(5))
        #expect(!line.isOpen)
    }

    @Test func `for a body ends in an error for whoever reads it, and in a 408`() throws {
        let line = try Line()
        line.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
        for _ in 0..<59 {
            line.advance(by: .seconds(1))
            line.send("x")
        }
        #expect(throws: Never.self) { try line.channel.throwIfErrorCaught() }
        line.advance(by: .seconds(6))
        #expect(throws: RequestFault(.requestTimeout)) { try line.channel.throwIfErrorCaught() }
        try line.answer(.head(HTTPResponse(status: .requestTimeout)), .end(nil))
        let answer = try line.sent()
        #expect(answer.status == 408)
        #expect(answer.lowercased().contains("connection: close"))
    }

    @Test func `for an answer that a handler does not give ends without one`() throws {
        let line = try Line()
        line.send(Line.get)
        line.advance(by: line.limits.requestTime - .milliseconds(1))
        #expect(line.isOpen)
        line.advance(by: .seconds(5))
        #expect(!line.isOpen)
        #expect(try line.sent() == "")
    }

    @Test func `for an answer that the client takes is not limited`() throws {
        let line = try Line()
        line.send(Line.get)
        try line.answer(.head(HTTPResponse(status: .ok)))
        line.advance(by: .seconds(3600))
        #expect(line.isOpen)
    }

    @Test(arguments: [[.head(ok)], [.head(ok), .end(nil)]] as [[HTTPResponsePart]])
    func `for an answer that the client does not take is`(parts: [HTTPResponsePart]) throws {
        let tap = Tap()
        let line = try Line(before: tap)
        line.send(Line.get)
        tap.isShut = true
        for part in parts { try line.answer(part) }
        line.advance(by: line.limits.stallTime)
        #expect(line.isOpen)
        line.advance(by: .seconds(10))
        #expect(!line.isOpen)
    }

    @Test func `for an answer that the client takes slowly goes on as long as it takes some`() throws {
        let tap = Tap()
        let line = try Line(before: tap)
        line.send(Line.get)
        try line.answer(.head(Self.ok))
        for count in 1...100 {
            tap.isShut = true
            try line.answer(.body(ByteBuffer(repeating: 97, count: count)))
            line.advance(by: line.limits.stallTime - .seconds(1))
            tap.isShut = false
            line.channel.flush()
        }
        #expect(line.isOpen)
    }

    @Test func `between requests begins when the client has taken the last answer`() throws {
        let tap = Tap()
        let line = try Line(before: tap)
        line.send(Line.get)
        tap.isShut = true
        try line.answer()
        line.advance(by: line.limits.stallTime - .seconds(1))
        tap.isShut = false
        line.channel.flush()
        line.advance(by: line.limits.idleTime - .seconds(5))
        #expect(line.isOpen)
        line.advance(by: .seconds(15))
        #expect(!line.isOpen)
    }

    private static let ok = HTTPResponse(status: .ok)

    @Test func `behind a last answer is short`() throws {
        let line = try Line()
        line.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        try line.answer()
        line.advance(by: .seconds(2))
        #expect(!line.isOpen)
    }
}

/// A client that takes what it is sent, or does not.
private final class Tap: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    var isShut = false

    func flush(context: ChannelHandlerContext) {
        if !isShut { context.flush() }
    }
}

@Suite("A body that the connection ends") struct BrokenBodyTests {
    @Test(arguments: [HTTPResponse.Status.requestTimeout, .contentTooLarge, .badRequest])
    func `is for a form what the connection says`(status: HTTPResponse.Status) async throws {
        let body = AsyncThrowingStream<ByteBuffer, any Error> { $0.finish(throwing: RequestFault(status)) }
        let head = HTTPRequest(
            method: .post, scheme: "http", authority: "a", path: "/",
            headerFields: [.contentType: "application/x-www-form-urlencoded", .contentLength: "10"])
        var request = Request(head: head, body: RequestBody(asyncSequence: body))
        do {
            _ = try await FormFields(&request)
            Issue.record("the body was read")
        } catch let error as any HTTPResponseError {
            #expect(error.status == status)
        }
    }
}
