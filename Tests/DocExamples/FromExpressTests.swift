import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import Testing

@Suite("The guide from Express is true") struct FromExpressTests {
    private static let id = "K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO"
    /// What express-session 1.19.0 sets for the id under this secret.
    private static let cookie =
        "connect.sid=s%3AK5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO.eYh3LpnAI9kh2WhfQ7sQAzrM8S2uj%2F1XTP59qCDYzJg"
    private static let head =
        #"{"cookie":{"originalMaxAge":1209600000,"expires":"2026-01-16T03:04:05.678Z","httpOnly":true,"path":"/"}"#
    private let store = MemorySessionStore()
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func plant(_ rest: String) async throws {
        let expiry = SystemClock().now() + .seconds(600)
        let record = try #require(SessionRecord(json: Array((Self.head + rest).utf8), expiry: expiry))
        let id = try #require(SessionID(Self.id))
        #expect(try await store.create(SessionKey(id), record))
    }

    private func keeper(_ secret: String = "keyboard cat") throws -> SessionKeeper {
        try keeperBesideExpress(store: store, secrets: ["new", secret], logger: logger)
    }

    private func disagreement(_ keeper: SessionKeeper, on cookie: String = cookie) async throws -> String? {
        do {
            try await checkAgreement(of: keeper, on: cookie, logger: logger)
            return nil
        } catch let fault as Disagreement {
            return fault.cause
        }
    }

    @Test func `a session that Express began passes the check, and opens the moved routes`() async throws {
        try await plant(#","loggedin":true,"name":"Ana","usrId":42}"#)
        let keeper = try keeper()
        #expect(try await disagreement(keeper) == nil)
        let router = Router(context: PorteroContext.self)
        try addMovedRoutes(to: router, keeper: keeper)
        try await Application(router: router, logger: logger).test(.router) { client in
            let page = try await client.execute(uri: "/orders", method: .get, headers: [.cookie: Self.cookie])
            #expect(String(buffer: page.body) == "Pedidos de Ana")
            _ = try await client.execute(uri: "/auth/logout", method: .get, headers: [.cookie: Self.cookie])
        }
        #expect(try await store.count() == 0)
    }

    @Test func `the check tells a secret or name, a store and a flag that differ from each other`() async throws {
        #expect(try await disagreement(keeper())?.contains("store") == true)
        try await plant(#","passport":{"user":7}}"#)
        #expect(try await disagreement(keeper("another"))?.contains("secret") == true)
        #expect(try await disagreement(keeper(), on: "sid=x")?.contains("name") == true)
        #expect(try await disagreement(keeper())?.contains("loggedin") == true)
    }

    @Test func `an account comes with its bcrypt hash`() async throws {
        let accounts = MemoryAccountStore()
        let hasher = PasswordHasher(bcryptUpTo: .usual)
        let registry = AccountRegistry(store: accounts, hasher: hasher, queue: HashingQueue())
        // Made by bcryptjs 2.4.3 of "correct horse".
        let bcrypt = "$2b$04$XajjQvNhvvRt5GSeFk1xFe0osOFNy3ql4BRb0zA5yRnHsPKRhLnsG"
        #if os(Linux)
        try await addAccount(username: "ana", name: "Ana", bcrypt: bcrypt, usrId: .integer(42), to: registry)
        let credentials = Credentials(username: "ana", password: "correct horse")
        let user = try await verifierOfExpressAccounts(accounts).verify(credentials)
        #expect(user == User(name: "Ana", usrId: .integer(42)))
        #else
        await #expect(throws: AccountRegistryError.self) {
            try await addAccount(username: "ana", name: "Ana", bcrypt: bcrypt, usrId: .integer(42), to: registry)
        }
        #endif
    }
}
