import Hummingbird
import Logging
import Portero
import SQLiteStores

struct ShopContext: PorteroRequestContext {
    var coreContext: CoreRequestContextStorage
    var portero: PorteroStorage
    var cartSize = 0

    init(source: Source) {
        coreContext = .init(source: source)
        portero = PorteroStorage(source)
    }
}

func addSessions(to router: Router<ShopContext>, secrets: [String], logger: Logger) throws -> SessionHousekeeping {
    let store = SQLiteSessionStore(try SQLiteDatabase(path: "var/shop.sqlite"))
    let keeper = try SessionKeeper(store: store, secrets: secrets, logger: logger)
    router.add(middleware: SessionMiddleware(keeper))
    router.add(middleware: AuthFlagMiddleware())
    let members = router.group("members").add(middleware: RequireSignInMiddleware())
    members.get("/") { _, context in
        "Hola, \(try context.user?.name ?? "")"
    }
    return SessionHousekeeping(keeper)
}

func signIn(_ fields: FormFields, _ verifier: any CredentialVerifier, _ context: ShopContext) async throws -> Response {
    let credentials = Credentials(username: fields["username"] ?? "", password: fields["password"] ?? "")
    guard let user = try await verifier.verify(credentials) else { throw HTTPError(.unprocessableContent) }
    try context.session.signIn(user)
    return .redirect(to: "/", type: .found)
}
