import Hummingbird
import Logging
import Portero

/// The app that is tried: each route changes a session in one way.
struct TrialApp: Sendable {
    /// Under which all nodes sign.
    private static let secret = "the-trials-sign-with-this-0123456789abcdef"

    private let keeper: SessionKeeper
    private let gates = Gates()

    /// - Parameters:
    ///   - store: shared with the other nodes, or this one's own.
    ///   - logger: for what happens outside of requests.
    /// - Throws: never, as the secret is not empty.
    init(store: any SessionStore, logger: Logger) throws {
        keeper = try SessionKeeper(store: store, secrets: [Self.secret], logger: logger)
    }

    /// Ends destructions that failed, and sweeps.
    var housekeeping: SessionHousekeeping { SessionHousekeeping(keeper) }

    /// The pipeline, as an app has it.
    func makeRouter() -> Router<PorteroContext> {
        let router = Router(context: PorteroContext.self)
        addGates(to: router)
        router.add(middleware: ErrorPages(.outer, views: nil))
        router.add(middleware: SessionMiddleware(keeper))
        router.add(middleware: AuthFlagMiddleware())
        addChanges(to: router)
        router.signOut(.get, "/sign-out") {
            DestroySession()
            Redirect(to: "/")
        }
        return router
    }

    /// Before the session: the driver has none.
    private func addGates(to router: Router<PorteroContext>) {
        router.get("/gates/:gate") { _, context in
            "\(gates.count(at: try context.parameter("gate")))"
        }
        router.post("/gates/:gate") { _, context in
            gates.open(try context.parameter("gate"))
            return HTTPResponse.Status.noContent
        }
    }

    private func addChanges(to router: Router<PorteroContext>) {
        router.get("/") { _, context in try Self.look(try context.session) }
        router.get("/sign-in") { _, context in
            let session = try context.session
            session.renew(by: .credentials)
            session[.loggedin] = true
            return Response.redirect(to: "/", type: .found)
        }
        router.get("/count") { _, context in
            try context.session.update("count", default: 0) { $0 += 1 }
            return HTTPResponse.Status.noContent
        }
        router.get("/set/:name") { _, context in
            try context.session[try context.parameter("name")] = true
            return HTTPResponse.Status.noContent
        }
        router.get("/renew") { _, context in
            try context.session.renew()
            return HTTPResponse.Status.noContent
        }
        router.get("/slow/:gate/set/:name") { _, context in
            await gates.pass(try context.parameter("gate"))
            try context.session[try context.parameter("name")] = true
            return HTTPResponse.Status.noContent
        }
        router.get("/slow/:gate/renew") { _, context in
            await gates.pass(try context.parameter("gate"))
            try context.session.renew()
            return HTTPResponse.Status.noContent
        }
    }

    /// Whether somebody is signed in, the counter, and how many values there are: `yes 3 12`.
    private static func look(_ session: Session) throws -> String {
        let isSignedIn = session[.loggedin] == true ? "yes" : "no"
        return "\(isSignedIn) \(session["count", as: Int.self] ?? 0) \(session.names.count)"
    }
}
