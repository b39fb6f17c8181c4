public import Hummingbird
public import Portero
public import Tokens

/// A stand-in for the judicial backend's auth service, for where there is none: it shares the backend's tokens.
public enum AuthService {
    /// Where it revokes.
    public static let path = "/api/AuthJWT/Revoke"

    /// One route: revokes the token of the cookie `refreshToken`, and says 204; without a token 400.
    ///
    /// - Parameter tokens: the backend's.
    /// - Returns: a router for an application on a port of its own.
    public static func router(_ tokens: TokenService) -> Router<PorteroContext> {
        let router = Router(context: PorteroContext.self)
        router.post(RouterPath(path)) { request, _ in
            let cookies = CookieFields(request.headers[values: .cookie])
            guard let token = cookies.value(named: "refreshToken") else { throw HTTPError(.badRequest) }
            try await tokens.revoke(refreshToken: token)
            return Response(status: .noContent)
        }
        return router
    }
}
