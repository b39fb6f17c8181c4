import Hummingbird
import Logging
import Portero

func makeRouter(secret: String, logger: Logger) throws -> Router<PorteroContext> {
    let keeper = try SessionKeeper(store: MemorySessionStore(), secrets: [secret], logger: logger)
    let router = Router(context: PorteroContext.self)
    router.add(middleware: SessionMiddleware(keeper))
    router.add(middleware: AuthFlagMiddleware())
    router.get("/") { _, context in
        let session = try context.session
        try session.update("views", default: 0) { $0 += 1 }
        return "views: \(session["views", as: Int.self] ?? 0)"
    }
    router.signOut(.get, "/auth/logout") {
        DestroySession()
        Redirect(to: "/auth/signin")
    }
    return router
}
