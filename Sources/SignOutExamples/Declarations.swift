import Hummingbird
import Portero
import Tokens

// The five sign-outs, each with its route. Steps run in the order in which they stand.

extension SignOutExample {
    /// vLife: a server session, and a redirect.
    func signOutOfVLife(on router: AuditedRouter) {
        router.signOut(.get, "/auth/logout") {
            DestroySession()
            Redirect(to: "/auth/signin")
        }
    }

    /// Demet: two token cookies.
    ///
    /// They are cleared first, so that they are gone also where the server cannot revoke them.
    func signOutOfDemet(_ tokens: TokenService, on router: AuditedRouter) {
        router.signOut(.get, "/intern/logout") {
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
    func signOutOfSociApp(_ tokens: TokenService, revoking: Bool, on router: AuditedRouter) {
        router.signOut(.post, "/auth/logout") {
            ExpireCookie("refresh_token", .path("/auth/refresh"), .expired, .httpOnly)
            if revoking {
                RevokeRefreshToken(by: tokens).ignoringFailure()
                DenyAccessToken(by: tokens).ignoringFailure()
            }
            Reply(#"{"message":"Logged out successfully"}"#)
        }
    }

    /// Judicial backend: another server revokes, and whatever becomes of that, the answer is the same.
    func signOutOfJudicial(at service: RemoteService, within limit: Duration, on router: AuditedRouter) {
        router.signOut(.post, "/api/auth/logout") {
            RevokeRemotely("refreshToken", at: service, within: limit).ignoringFailure()
            ExpireCookie("refreshToken", .httpOnly, .path("/api/auth"), .maxAge(0))
            Reply(#"{"status":"success","message":"Sesión cerrada","data":null}"#)
        }
    }

    /// Refresh token in a database.
    ///
    /// It is removed first, so that whoever is told of a failure can try again.
    func signOutOfDatabase(_ tokens: TokenService, on router: AuditedRouter) {
        router.signOut(.post, "/auth/logout") {
            RevokeRefreshToken(by: tokens)
                .onFailure(Reply(#"{"error":"Error logging out"}"#, status: .internalServerError))
            ExpireCookie("accessToken", .path("/"), .expired)
            ExpireCookie("refreshToken", .path("/"), .expired)
            Reply(#"{"message":"Logged out successfully"}"#)
        }
    }
}
