import Hummingbird
import Logging
import Portero

/// The hosted app's sign-in and sign-out with a verifier that costs nothing: scrypt would be all that is measured.
struct SignInServer {
    /// Serves on this machine until SIGTERM or SIGINT.
    func run(port: Int) async throws {
        let logger = Logger(label: "benchmark")
        let keeper = try SessionKeeper(store: MemorySessionStore(), secrets: ["keyboard cat"], logger: logger)
        let router = Router(context: PorteroContext.self)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: RefusedRequests())
        router.add(middleware: CrossOriginGuard())
        router.add(middleware: SessionMiddleware(keeper))
        router.add(middleware: AuthFlagMiddleware())
        router.post("/auth/signin") { request, context in
            var request = request
            let fields = try await FormFields(&request)
            guard let name = fields["username"], fields["password"] != nil else { throw HTTPError(.badRequest) }
            try context.session.signIn(User(name: name, usrId: .integer(42)))
            return Response.redirect(to: "/", type: .found)
        }
        router.signOut(.get, "/auth/logout") {
            DestroySession()
            Redirect(to: "/auth/signin")
        }
        let app = Application(
            router: router, server: .http1(limits: ServerLimits()),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)), logger: logger)
        try await app.runService()
    }
}
