import HTTPTypes
public import Hummingbird
public import Portero
import SignIn

/// Lets only requests pass that show a valid access token; others get a 401 with `WWW-Authenticate`.
///
/// Behind it `context.accessToken` is what the token says, and `context.user` who has signed in. No cache keeps what is
/// answered, unless the handler sets `Cache-Control` itself. A deny list that cannot tell is a 503.
///
/// Source: RFC 6750 section 3.
public struct RequireToken<Context: PorteroRequestContext>: RouterMiddleware {
    private let tokens: TokenService
    private let challenge: BearerChallenge

    /// - Parameters:
    ///   - tokens: reads tokens, and knows where requests show them.
    ///   - challenge: what a 401 says.
    public init(_ tokens: TokenService, challenge: BearerChallenge = BearerChallenge()) {
        self.tokens = tokens
        self.challenge = challenge
    }

    /// Turns away who shows no valid token.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let text = tokens.delivery.accessToken(in: request.headers) else {
            throw HTTPError(.unauthorized, headers: [.wwwAuthenticate: challenge.plain])
        }
        guard let token = try await tokens.accessToken(text, logger: context.logger) else {
            throw HTTPError(.unauthorized, headers: [.wwwAuthenticate: challenge.invalidToken])
        }
        var context = context
        context.portero.token = token
        var response = try await next(request, context)
        if !response.headers.contains(.cacheControl) { response.headers[.cacheControl] = "no-store" }
        return response
    }
}
