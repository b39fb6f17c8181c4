import Hummingbird
import Logging
import Portero
import SQLiteStores
import Tokens

func makeTokens(
    secret: String, refreshSecret: String, database: SQLiteDatabase, logger: Logger
) async throws -> TokenService {
    try TokenService(
        keys: try await TokenKeyRing([.hs256(secret, id: "2026-01")]), refreshSecrets: [refreshSecret],
        families: SQLiteRefreshFamilyStore(database), denials: SQLiteDenyList(database),
        delivery: TokenDelivery(
            access: .cookie(TokenCookie("access_token")), refresh: .cookie(TokenCookie("refresh_token"))),
        options: TokenOptions(issuer: "https://example.org"), logger: logger)
}

func addTokens(
    _ tokens: TokenService, to router: Router<PorteroContext>, verifier: any CredentialVerifier
) {
    router.post("/login") { request, context in
        var request = request
        let fields = try await FormFields(&request)
        let credentials = Credentials(username: fields["username"] ?? "", password: fields["password"] ?? "")
        guard let user = try await verifier.verify(credentials) else { throw HTTPError(.unauthorized) }
        return try tokens.response(await tokens.issue(to: user))
    }
    router.refreshTokens("/refresh", by: tokens)
    router.group("/me").add(middleware: RequireToken(tokens)).get { _, context in
        try context.user?.name ?? ""
    }
    router.signOut(.post, "/logout") {
        RevokeRefreshToken(by: tokens)
        DenyAccessToken(by: tokens)
        ExpireCookie("access_token", .path("/"), .httpOnly, .secure, .sameSite(.lax))
        ExpireCookie("refresh_token", .path("/"), .httpOnly, .secure, .sameSite(.lax))
        Reply(#"{"message":"Sesión cerrada"}"#)
    }
}

func addSessionsAndTokens(_ tokens: TokenService, to router: Router<PorteroContext>, user: User) {
    router.post("/login") { _, context in
        try context.session.signIn(user)
        return try tokens.response(await tokens.issue(to: user, in: context.session))
    }
    router.signOut(.get, "/auth/logout") {
        RevokeSessionTokens(by: tokens)
        DestroySession()
        Redirect(to: "/auth/signin")
    }
}
