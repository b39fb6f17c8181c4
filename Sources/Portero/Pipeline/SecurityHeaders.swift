import HTTPTypes
public import Hummingbird

/// Adds the header fields that keep a page to itself, to every response below it, those of thrown errors included.
///
/// An error that has no response of its own passes: put ``ErrorPages`` behind this, which gives it one.
/// `Referrer-Policy: same-origin` is also what lets ``CrossOriginGuard`` see a real `Origin`.
public struct SecurityHeaders<Context: RequestContext>: RouterMiddleware {
    /// The fields of pages without scripts and styles of their own.
    public init() {}

    /// Adds what the response does not have already.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response = try error.answer(to: request, context)
        }
        for (name, value) in securityFields where response.headers[name] == nil { response.headers[name] = value }
        return response
    }
}

private let securityFields: [(HTTPField.Name, String)] = [
    (
        .contentSecurityPolicy,
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    (.referrerPolicy, "same-origin"),
    (.xContentTypeOptions, "nosniff"),
]

extension HTTPField.Name {
    // A literal token is a valid name.
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .referer
}
