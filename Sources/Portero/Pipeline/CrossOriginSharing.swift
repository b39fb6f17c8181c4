public import HTTPTypes
public import Hummingbird

/// Lets the pages of trusted origins read the answers, with cookies: CORS for exactly these, and for nobody else.
///
/// Stands in front of ``ErrorPages``, so that errors carry the fields too, and of the session and the router, which a
/// preflight does not reach. Any other origin's request, and preflight, is answered as without this, and the answer
/// names no origin. What may be sent is for ``CrossOriginGuard`` to decide, which takes the same list.
///
/// Source: Fetch Standard, CORS protocol.
public struct CrossOriginSharing<Context: RequestContext>: RouterMiddleware {
    private let origins: TrustedOrigins
    private let shared: HTTPFields
    private let preflight: HTTPFields

    /// - Parameters:
    ///   - origins: whose pages may read; with none, nothing is done.
    ///   - methods: what their scripts may send.
    ///   - headers: the fields that their scripts may set, beside those that every page may.
    ///   - exposedHeaders: the fields that their scripts may read, beside those that every page may.
    ///   - maxAge: how long a browser remembers the answer to a preflight.
    public init(
        with origins: TrustedOrigins, methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete],
        headers: [HTTPField.Name] = [.authorization, .contentType], exposedHeaders: [HTTPField.Name] = [],
        maxAge: Duration = .seconds(600)
    ) {
        self.origins = origins
        var shared: HTTPFields = [.accessControlAllowCredentials: "true"]
        if !exposedHeaders.isEmpty { shared[.accessControlExposeHeaders] = Self.list(exposedHeaders.map(\.rawName)) }
        self.shared = shared
        preflight = [
            .accessControlAllowMethods: Self.list(methods.map(\.rawValue)),
            .accessControlAllowHeaders: Self.list(headers.map(\.rawName)),
            .accessControlMaxAge: String(maxAge.components.seconds),
            .cacheControl: "no-store",
        ]
    }

    /// Answers a preflight of a trusted origin; says of every other answer who may read it.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard !origins.isEmpty else { return try await next(request, context) }
        let origin = Sender(request.headers).origin.flatMap { origins.contains($0) ? $0 : nil }
        var response: Response
        if origin != nil, request.isPreflight {
            response = Response(status: .noContent, headers: preflight)
        } else {
            response = try await answer(request, context, next)
        }
        if let origin {
            response.headers[.accessControlAllowOrigin] = origin.description
            for field in shared { response.headers[field.name] = field.value }
        }
        response.headers.varyByOrigin()
        return response
    }

    private func answer(
        _ request: Request, _ context: Context, _ next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError {
            return try error.answer(to: request, context)
        }
    }

    private static func list(_ names: [String]) -> String {
        names.joined(separator: ", ")
    }
}

extension Request {
    /// Source: Fetch Standard, CORS-preflight request.
    fileprivate var isPreflight: Bool {
        method == .options && headers.contains(.accessControlRequestMethod)
    }
}

extension HTTPFields {
    /// Tells caches that the answer to another origin is another one, or may be.
    fileprivate mutating func varyByOrigin() {
        let names = self[values: .vary].flatMap { CommaList.parts(of: $0.lowercased()) }
        if !names.contains("*"), !names.contains("origin") { append(HTTPField(name: .vary, value: "Origin")) }
    }
}
