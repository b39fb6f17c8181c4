import Hummingbird
import Portero
import Tokens

// The five sign-outs, each with its route. Steps run in the order in which they stand.

extension RouterMethods where Context: PorteroRequestContext {
    /// vLife: a server session, and a redirect.
    func signOutOfVLife(_ observer: @escaping SignOutObserver) {
        signOut(.get, "/auth/logout", observer: observer) {
            DestroySession()
            Redirect(to: "/auth/signin")
        }
    }

    /// Demet: two token cookies.
    ///
    /// They are cleared first, so that they are gone also where the server cannot revoke them.
    func signOutOfDemet(_ tokens: TokenService, _ observer: @escaping SignOutObserver) {
        signOut(.get, "/intern/logout", observer: observer) {
            ExpireCookie("access_token", .path("/"), .expired, .httpOnly)
            ExpireCookie("refresh_token", .path("/"), .expired, .httpOnly)
            AttemptAll {
                RevokeRefreshToken(by: tokens)
                DenyAccessToken(by: tokens)
            }
            .onFailure(Reply(#"{"error":"No se pudo cerrar la sesión"}"#, status: .serviceUnavailable))
            Reply(#"{"message":"Sesión cerrada"}"#)
        }
    }

    /// SociApp: stateless tokens; the browser forgets the refresh token, and the server does no more unless it revokes.
    func signOutOfSociApp(_ tokens: TokenService, revoking: Bool, _ observer: @escaping SignOutObserver) {
        signOut(.post, "/auth/logout", observer: observer) {
            ExpireCookie("refresh_token", .path("/auth/refresh"), .expired, .httpOnly)
            if revoking {
                RevokeRefreshToken(by: tokens).ignoringFailure()
                DenyAccessToken(by: tokens).ignoringFailure()
            }
            Reply(#"{"message":"Logged out successfully"}"#)
        }
    }

    /// Judicial backend: another server revokes, and whatever becomes of that, the answer is the same.
    func signOutOfJudicial(at service: RemoteService, _ observer: @escaping SignOutObserver) {
        signOut(.post, "/api/auth/logout", observer: observer) {
            RevokeRemotely("refreshToken", at: service).ignoringFailure()
            ExpireCookie("refreshToken", .httpOnly, .path("/api/auth"), .maxAge(0))
            Reply(#"{"status":"success","message":"Sesión cerrada","data":null}"#)
        }
    }

    /// Refresh token in a database.
    ///
    /// It is removed first, so that whoever is told of a failure can try again.
    func signOutOfDatabase(_ tokens: TokenService, _ observer: @escaping SignOutObserver) {
        signOut(.post, "/auth/logout", observer: observer) {
            RevokeRefreshToken(by: tokens)
                .onFailure(Reply(#"{"error":"Error logging out"}"#, status: .internalServerError))
            ExpireCookie("accessToken", .path("/"), .expired, .httpOnly)
            ExpireCookie("refreshToken", .path("/"), .expired, .httpOnly)
            Reply(#"{"message":"Logged out successfully"}"#)
        }
    }
}
