import Hummingbird
import Portero

extension SignOutExample {
    /// vLife: the sign-in page, a page that shows the link to who is signed in, and who that is.
    func addSessionRoutes(_ keeper: SessionKeeper, to router: Router<PorteroContext>) {
        router.add(middleware: SessionMiddleware(keeper))
        router.add(middleware: AuthFlagMiddleware())
        router.add(middleware: ErrorPages(.inner, views: parts.views))
        router.get("/") { _, context in
            try parts.views.page("index", for: context)
        }
        router.get(RouterPath(system.paths.signIn)) { _, context in
            try parts.views.page("auth/signin", for: context)
        }
        router.post(RouterPath(system.paths.signIn)) { request, context in
            guard let user = try await parts.verifier.user(of: request, context) else {
                return Response.wrongCredentials
            }
            try context.session.signIn(user)
            return .redirect(to: "/", type: .found)
        }
        let forUsers = router.group().add(middleware: RequireSignInMiddleware())
        forUsers.get(RouterPath(system.paths.protected)) { _, context in
            try Response.signedIn(context.user)
        }
        signOutOfVLife(on: audited(router))
    }
}
