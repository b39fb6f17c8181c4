import Hummingbird
import Portero
import Tokens

extension SignOutExample {
    /// The others: sign-in, refresh, and who is signed in; all in JSON.
    func addTokenRoutes(_ tokens: TokenService, to router: Router<PorteroContext>) {
        router.post(RouterPath(system.paths.signIn)) { request, context in
            guard let user = try await parts.verifier.user(of: request, context) else {
                return Response.wrongCredentials
            }
            return try tokens.response(await tokens.issue(to: user))
        }
        if let path = system.paths.refresh { router.refreshTokens(RouterPath(path), by: tokens) }
        let forUsers = router.group().add(middleware: RequireToken(tokens))
        forUsers.get(RouterPath(system.paths.protected)) { _, context in
            try Response.signedIn(context.user)
        }
        addSignOut(tokens, to: router)
    }

    private func addSignOut(_ tokens: TokenService, to router: Router<PorteroContext>) {
        let router = audited(router)
        switch system {
        case .vlife: break
        case .demet: signOutOfDemet(tokens, on: router)
        case .sociapp: signOutOfSociApp(tokens, revoking: parts.revokes, on: router)
        case .judicial: signOutOfJudicial(at: parts.authService, within: parts.authServiceLimit, on: router)
        case .database: signOutOfDatabase(tokens, on: router)
        }
    }
}
