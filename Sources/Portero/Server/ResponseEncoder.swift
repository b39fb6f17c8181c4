import HTTPTypes
import NIOCore
import NIOHTTP1

/// Writes responses as HTTP/1.1 has them.
///
/// Source: RFC 9112 sections 4, 6 and 7.1; RFC 9110 section 6.4.1 for responses without a body. It writes what NIO's
/// encoder writes, without turning the fields into another type's first; and nothing behind the header of an answer to
/// HEAD.
struct ResponseEncoder {
    /// How the client knows where the body ends.
    private enum Framing {
        case none, length, chunks, connection
    }

    /// What the response says of the connection.
    enum Connection: String {
        case close, keepAlive = "keep-alive"
    }

    private var framing = Framing.none

    /// Writes the status line and the fields.
    ///
    /// - Parameters:
    ///   - response: what the app answers.
    ///   - request: what it answers to.
    ///   - connection: what is said of the connection, instead of what the app says.
    ///   - buffer: takes the bytes.
    mutating func write(
        _ response: HTTPResponse, to request: Request, _ connection: Connection?, into buffer: inout ByteBuffer
    ) {
        framing = Self.framing(of: response, to: request)
        buffer.writeStaticString(request.isOld ? "HTTP/1.0 " : "HTTP/1.1 ")
        buffer.writeString(String(response.status.code))
        buffer.writeStaticString(" ")
        buffer.writeString(response.status.phrase)
        buffer.writeStaticString("\r\n")
        for field in response.headerFields where !isReplaced(field.name, by: connection) {
            buffer.write(field)
        }
        if framing == .chunks { buffer.writeStaticString("Transfer-Encoding: chunked\r\n") }
        if let connection {
            buffer.writeStaticString("Connection: ")
            buffer.writeString(connection.rawValue)
            buffer.writeStaticString("\r\n")
        }
        buffer.writeStaticString("\r\n")
        if request.isHead { framing = .none }
    }

    /// The facts of a request that its response depends on.
    struct Request {
        var isHead = false
        /// HTTP/1.0.
        var isOld = false
    }

    /// Whether the body's end is only known when the connection ends.
    static func endsWithConnection(_ response: HTTPResponse, to request: Request) -> Bool {
        framing(of: response, to: request) == .connection
    }

    /// The whole rule.
    private static func framing(of response: HTTPResponse, to request: Request) -> Framing {
        switch response.status.code {
        case 100..<200, 204, 304: .none
        default: response.headerFields.contains(.contentLength) ? .length : request.isOld ? .connection : .chunks
        }
    }

    private func isReplaced(_ name: HTTPField.Name, by connection: Connection?) -> Bool {
        switch name.canonicalName {
        case "transfer-encoding": true
        case "content-length": framing == .none
        case "connection": connection != nil
        default: false
        }
    }

    /// Writes what stands before a part of the body.
    func begin(_ count: Int, into buffer: inout ByteBuffer) {
        guard framing == .chunks, count > 0 else { return }
        buffer.writeString(String(count, radix: 16))
        buffer.writeStaticString("\r\n")
    }

    /// Writes what stands behind it.
    func end(_ count: Int, into buffer: inout ByteBuffer) {
        if framing == .chunks, count > 0 { buffer.writeStaticString("\r\n") }
    }

    /// Whether there is a body to write.
    var hasBody: Bool { framing != .none }

    /// Writes what stands behind the body.
    func end(_ trailers: HTTPFields?, into buffer: inout ByteBuffer) {
        guard framing == .chunks else { return }
        buffer.writeStaticString("0\r\n")
        for field in trailers ?? [:] { buffer.write(field) }
        buffer.writeStaticString("\r\n")
    }
}

extension HTTPResponse.Status {
    /// The status in words, also where it was made of its code alone; empty for one that nobody has named.
    var phrase: String {
        reasonPhrase.isEmpty ? HTTPResponseStatus(statusCode: code).reasonPhrase : reasonPhrase
    }
}

extension ByteBuffer {
    /// A field has no byte that could end its line: HTTPTypes sees to that.
    fileprivate mutating func write(_ field: HTTPField) {
        writeString(field.name.rawName)
        writeStaticString(": ")
        writeString(field.value)
        writeStaticString("\r\n")
    }
}
