import HTTPTypes
public import Hummingbird
public import SignIn

/// Lets only who is signed in pass: people are sent to the sign-in page, programs get a 401.
public struct RequireSignInMiddleware<Context: PorteroRequestContext>: RouterMiddleware {
    private let rule: RequireSignIn

    /// - Parameter rule: where people sign in.
    public init(_ rule: RequireSignIn = RequireSignIn()) {
        self.rule = rule
    }

    /// Turns away who is not signed in.
    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard try context.user == nil else { return try await next(request, context) }
        switch rule.refusal(of: request.method, request.uri.string, headers: request.headers) {
        case .redirect(let location):
            return .redirect(to: location, type: .found)
        case .unauthorized(let challenge):
            throw HTTPError(.unauthorized, headers: [.wwwAuthenticate: challenge])
        }
    }
}
