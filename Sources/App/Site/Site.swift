import Hummingbird
import Logging
import Portero

/// The hosted app: its pipeline and its routes.
struct Site: Sendable {
    let keeper: SessionKeeper
    let verifier: any CredentialVerifier
    let views: Views
    let publicFiles: PublicFiles<PorteroContext>
    /// What `/readyz` looks at.
    var checks: [HealthCheck] = []
    /// Takes the access log's lines, if there is to be one.
    var accessLog: LogWriter?
    var trustedProxies = TrustedProxies.none
    var trustedOrigins = TrustedOrigins.none

    /// The router: what stands first runs first.
    func makeRouter() -> Router<PorteroContext> {
        let router = Router(context: PorteroContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ClientMiddleware(behind: trustedProxies))
        if let accessLog { router.add(middleware: AccessLog(accessLog)) }
        router.add(middleware: SecurityHeaders())
        router.add(middleware: CrossOriginSharing(with: trustedOrigins))
        router.add(middleware: ErrorPages(.outer, views: views))
        router.add(middleware: RefusedRequests())
        router.health(checks: checks)
        router.add(middleware: publicFiles)
        router.add(middleware: CrossOriginGuard(trusting: trustedOrigins))
        router.add(middleware: SessionMiddleware(keeper))
        router.add(middleware: AuthFlagMiddleware())
        router.add(middleware: ErrorPages(.inner, views: views))

        addPages(to: router)
        addSignIn(to: router)
        router.signOut(.get, "/auth/logout") {
            DestroySession()
            Redirect(to: "/auth/signin")
        }
        addAPI(to: router)
        router.refuseOtherMethods()
        return router
    }

    private func addPages(to router: Router<PorteroContext>) {
        router.get("/") { _, context in
            try views.page("index", for: context)
        }
        router.group().add(middleware: RequireSignInMiddleware()).get("/account") { _, context in
            try views.page("account", for: context)
        }
    }

    private func addAPI(to router: Router<PorteroContext>) {
        router.get("/api/session") { _, context in
            SessionStatus(user: try context.user)
        }
    }
}
