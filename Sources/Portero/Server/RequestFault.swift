import HTTPTypes
public import Hummingbird
import NIOCore
import NIOHTTP1

/// Why a request is refused before any route is looked for.
///
/// The connection hands such a request on under the method `-`, which no route has and no client can send, so that it
/// is answered with the app's own error page and header fields, and logged as every other. The pipeline learns the
/// status from the request's scheme, which a client has no say in.
struct RequestFault: Error, Hashable, Sendable {
    let status: HTTPResponse.Status

    init(_ status: HTTPResponse.Status) {
        self.status = status
    }

    /// - Returns: `nil` for a request that was let in.
    init?(_ request: HTTPRequest) {
        guard request.method == .refused, let scheme = request.scheme, scheme.hasPrefix(Self.mark),
            let code = Int(scheme.dropFirst(Self.mark.count))
        else { return nil }
        status = HTTPResponse.Status(code: code)
    }

    /// - Parameters:
    ///   - error: what the parser met.
    ///   - start: how the request begins.
    ///   - limits: what it may take.
    init(_ error: HTTPParserError, in start: RequestStart, _ limits: ServerLimits) {
        switch error {
        case .headerOverflow where start.lineBytes > limits.targetBytes: self.init(.uriTooLong)
        case .headerOverflow: self.init(.requestHeaderFieldsTooLarge)
        case .invalidVersion: self.init(.httpVersionNotSupported)
        case .invalidMethod where start.hasLetter: self.init(.notImplemented)
        default: self.init(.badRequest)
        }
    }

    /// What stands in the request's place.
    func request(_ path: String = "/") -> HTTPRequest {
        HTTPRequest(method: .refused, scheme: Self.mark + String(status.code), authority: nil, path: path)
    }

    private static let mark = "refused+"
}

/// How a request begins, as far as it matters for telling what is wrong with it.
struct RequestStart: Hashable, Sendable {
    /// Whether it begins as a method does; a TLS handshake does not.
    private(set) var hasLetter = false
    /// How long the request line is, as far as it has arrived.
    private(set) var lineBytes = 0
    private var hasLine = false

    init() {}

    init(_ bytes: ByteBuffer) {
        hasLetter = bytes.readableBytesView.first.map { UInt8(ascii: "A")...UInt8(ascii: "z") ~= $0 } ?? false
        append(bytes)
    }

    mutating func append(_ bytes: ByteBuffer) {
        guard !hasLine else { return }
        let end = bytes.readableBytesView.firstIndex(of: UInt8(ascii: "\n"))
        lineBytes += end.map { $0 - bytes.readableBytesView.startIndex } ?? bytes.readableBytes
        hasLine = end != nil
    }
}

extension RequestFault: HTTPResponseError {
    func response(from request: Request, context: some RequestContext) throws -> Response {
        try HTTPError(status).response(from: request, context: context)
    }
}

extension HTTPRequest.Method {
    // A hyphen is a token.
    fileprivate static let refused = HTTPRequest.Method("-") ?? .trace
}

/// Answers what the connection has refused; stands behind the error pages.
///
/// Without it such a request ends as a 404.
public struct RefusedRequests<Context: RequestContext>: RouterMiddleware {
    /// Needs no setting: the limits are those of the server.
    public init() {}

    /// Throws the status that the connection decided on.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        if let fault = RequestFault(request.head) { throw HTTPError(fault.status) }
        return try await next(request, context)
    }
}
