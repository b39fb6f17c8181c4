import HTTPTypes
import Hummingbird
import Logging
import Portero

func keeperBesideExpress(store: some SessionStore, secrets: [String], logger: Logger) throws -> SessionKeeper {
    var options = SessionOptions()
    options.policy = .express
    options.policy.resave = false
    options.policy.saveUninitialized = false
    options.policy.rolling = true
    options.keyForm = .clear
    options.cookie.maxAge = .seconds(14 * 24 * 3600)
    return try SessionKeeper(store: store, secrets: secrets, options: options, logger: logger)
}

func addMovedRoutes(to router: Router<PorteroContext>, keeper: SessionKeeper) throws {
    router.add(middleware: ClientMiddleware(behind: try TrustedProxies("loopback")))
    router.add(middleware: SessionMiddleware(keeper))
    router.add(middleware: AuthFlagMiddleware())
    router.group("orders").add(middleware: RequireSignInMiddleware()).get { _, context in
        "Pedidos de \(try context.user?.name ?? "")"
    }
    router.signOut(.get, "/auth/logout") {
        DestroySession()
        Redirect(to: "/auth/signin")
    }
}

func verifierOfExpressAccounts(_ accounts: some AccountStore) -> AccountVerifier {
    AccountVerifier(accounts: accounts, hasher: PasswordHasher(bcryptUpTo: .usual), queue: HashingQueue())
}

func addAccount(
    username: String, name: String, bcrypt: String, usrId: UserID, to registry: AccountRegistry
) async throws {
    let hash = PasswordHash(phc: bcrypt)
    _ = try await registry.add(username: username, name: name, passwordHash: hash, usrId: usrId)
}

struct Disagreement: Error {
    let cause: String
}

func checkAgreement(of keeper: SessionKeeper, on cookie: String, logger: Logger) async throws {
    let exchange = Exchange(cookies: CookieFields([cookie]), isSecure: true, logger: logger)
    guard let id = keeper.identify(exchange) else {
        throw Disagreement(cause: "no secret here signed this cookie, or its name is another")
    }
    let session = try await keeper.open(id, for: exchange)
    guard !session.isNew else {
        throw Disagreement(cause: "the store here has no such session: see its prefix or table, and the time zone")
    }
    guard AuthFlag.standard.user(of: session) != nil else {
        throw Disagreement(cause: "the session is there, but names nobody under loggedin, name and usrId")
    }
}
