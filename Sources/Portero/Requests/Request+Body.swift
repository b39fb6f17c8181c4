import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// Whether the head announces a body.
    ///
    /// Source: RFC 9112 section 6.
    var hasBody: Bool {
        headers[.transferEncoding] != nil || (headers[.contentLength].map { $0 != "0" } ?? false)
    }

    /// The whole body.
    ///
    /// - Parameter limit: how many bytes it may have.
    /// - Returns: the bytes.
    /// - Throws: a 413 for a longer one, unread where its length is told; a 408 for one that comes too slowly; a 400
    ///   for one that breaks off, or that HTTP's framing does not hold together.
    func wholeBody(upTo limit: Int) async throws -> ByteBuffer {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw HTTPError(.contentTooLarge)
        }
        do {
            return try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        } catch let fault as RequestFault {
            // The connection knows better: too slow, or longer than any body may be.
            throw fault
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw HTTPError.brokenBody
        }
    }
}

extension HTTPError {
    /// Nothing can be read from the connection any more.
    static var brokenBody: HTTPError {
        HTTPError(.badRequest, headers: [.connection: "close"], message: "the request's body broke off")
    }
}
