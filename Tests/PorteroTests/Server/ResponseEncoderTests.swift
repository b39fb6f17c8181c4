import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import StoreTesting
import Testing

@testable import Portero

@Suite("A response on the wire") struct ResponseEncoderTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let what: String
        var request = Line.get
        let response: HTTPResponse
        var body = ["hello", ""]
        let bytes: String
        var testDescription: String { what }
    }

    private static let rows = [
        Row(
            what: "with a length",
            response: HTTPResponse(status: .ok, headerFields: [.contentLength: "5"]),
            bytes: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
        Row(
            what: "in chunks, of which an empty one is none",
            response: HTTPResponse(status: .ok), body: ["hello", "", "0123456789abcdef"],
            bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"),
        Row(
            what: "with a length and chunks, of which the length counts",
            response: HTTPResponse(
                status: .ok, headerFields: [.transferEncoding: "chunked", .contentLength: "5"]),
            bytes: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
        Row(
            what: "without content, whatever is said",
            response: HTTPResponse(status: .noContent, headerFields: [.contentLength: "5"]),
            bytes: "HTTP/1.1 204 No Content\r\n\r\n"),
        Row(
            what: "not modified",
            response: HTTPResponse(status: .notModified, headerFields: [.eTag: "\"a\""]),
            bytes: "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n"),
        Row(
            what: "to HEAD, of a length", request: "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n",
            response: HTTPResponse(status: .ok, headerFields: [.contentLength: "5"]),
            bytes: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"),
        Row(
            what: "to HEAD, in chunks", request: "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n",
            response: HTTPResponse(status: .ok),
            bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        Row(
            what: "to HTTP/1.0, until the connection ends", request: "GET / HTTP/1.0\r\n\r\n",
            response: HTTPResponse(status: .ok),
            bytes: "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nhello"),
        Row(
            what: "with what the app says of the connection, in other words",
            response: HTTPResponse(status: .ok, headerFields: [.connection: "Close", .contentLength: "5"]),
            bytes: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"),
        Row(
            what: "with a status of its own, and a field twice",
            response: HTTPResponse(
                status: .init(code: 299, reasonPhrase: "Fine so far"),
                headerFields: [.contentLength: "5", .setCookie: "a=b", .setCookie: "c=d"]),
            bytes: "HTTP/1.1 299 Fine so far\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\nhello"),
    ]

    @Test(arguments: rows) func `has one framing, byte for byte`(row: Row) throws {
        let line = try Line()
        line.send(row.request)
        try line.answer(.head(row.response))
        for part in row.body { try line.answer(.body(ByteBuffer(string: part))) }
        try line.answer(.end(nil))
        #expect(try line.sent() == row.bytes)
    }

    @Test(arguments: 0..<20)
    func `is what NIO's encoder writes, at random`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let parts = Self.parts(&generator)
            let line = try Line()
            line.send(Line.get)
            for part in parts {
                line.channel.write(part, promise: nil)
                if Bool.random(using: &generator) { line.channel.flush() }
            }
            line.channel.flush()
            let oracle = EmbeddedChannel(handlers: [HTTPResponseEncoder(), HTTP1ToHTTPServerCodec(secure: false)])
            for part in parts { try oracle.writeOutbound(part) }
            var expected = ""
            while let bytes = try oracle.readOutbound(as: ByteBuffer.self) { expected += String(buffer: bytes) }
            let sent = try line.sent()
            #expect(sent.normalized == expected.normalized)
        }
    }

    private static func parts(_ generator: inout SeededGenerator) -> [HTTPResponsePart] {
        let bodies = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            String(repeating: "x", count: [0, 1, 100, 5000, 70_000].randomElement(using: &generator) ?? 0)
        }
        var fields: HTTPFields = [.contentType: "text/html", .setCookie: "a=b; Path=/", .cacheControl: "no-store"]
        let length = bodies.reduce(0) { $0 + $1.utf8.count }
        if Bool.random(using: &generator) { fields[.contentLength] = String(length) }
        let status = [200, 204, 304, 404, 500].randomElement(using: &generator) ?? 200
        let hasBody = status != 204 && status != 304
        let trailers: HTTPFields? = Bool.random(using: &generator) ? [.eTag: "\"a\""] : nil
        let head = HTTPResponse(status: .init(code: status), headerFields: fields)
        return [.head(head)] + (hasBody ? bodies.map { .body(ByteBuffer(string: $0)) } : []) + [.end(trailers)]
    }
}

extension String {
    /// NIO writes the field that it adds in lower case.
    fileprivate var normalized: String {
        replacing("transfer-encoding: chunked", with: "Transfer-Encoding: chunked")
    }
}
