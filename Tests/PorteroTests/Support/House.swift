import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import StoreTesting

/// A server with one store, of which a test can break the parts.
struct House: Sendable {
    static let secret = "keyboard cat"
    static let signInPath = "/auth/signin"

    let clock: ManualClock
    let memory: MemorySessionStore
    let store: FaultyStore
    let log = LogRecorder()
    let keeper: SessionKeeper

    init(_ options: SessionOptions = SessionOptions(), clock: ManualClock = ManualClock()) throws {
        self.clock = clock
        memory = MemorySessionStore(capacity: 1000, clock: clock)
        store = FaultyStore(memory)
        keeper = try SessionKeeper(
            store: store, secrets: [Self.secret], options: options, clock: clock, logger: log.logger)
    }

    /// Another node beside `house`, on the same store.
    init(beside house: House) throws {
        clock = house.clock
        memory = house.memory
        store = house.store
        keeper = try SessionKeeper(
            store: house.store, secrets: [Self.secret], clock: house.clock, logger: log.logger)
    }

    /// The whole pipeline but for files, sharing and the guard; the routes go behind it.
    func router(views: Views? = nil, client: ClientMiddleware<PorteroContext> = .init()) -> Router<PorteroContext> {
        let router = Router(context: PorteroContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: client)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorPages(.outer, views: views))
        router.add(middleware: SessionMiddleware(keeper))
        router.add(middleware: AuthFlagMiddleware())
        router.add(middleware: ErrorPages(.inner, views: views))
        return router
    }

    /// Serves a router's routes to `body`, without a socket.
    func serve<Context: RequestContext, Value: Sendable>(
        _ router: Router<Context>, _ setting: TestingSetup = .router,
        _ body: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value where Context.Source == ApplicationRequestContextSource {
        let app = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            logger: log.logger)
        return try await app.test(setting, body)
    }
}

extension House {
    /// The `Cookie` field of a browser that has this session.
    static func cookie(_ id: SessionID, secret: String = House.secret) throws -> String {
        "connect.sid=" + (try CookieSigner(secrets: [secret])).cookieValue(for: id.text)
    }

    static let id = SessionID(staticText: "0123456789abcdefghijklmnopqrstuv")

    /// Stores a session as Express would have, for a day.
    func seed(_ values: String, as id: SessionID = House.id) async throws {
        let json =
            #"{"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/","sameSite":"lax"}"#
            + (values.isEmpty ? "}" : ",\(values)}")
        guard let record = SessionRecord(json: Array(json.utf8), expiry: clock.now() + .seconds(86_400)) else {
            preconditionFailure("\(json) is no record")
        }
        _ = try await memory.create(SessionKey(id), record)
    }

    /// The JSON text that is stored, whatever the faults; `nil`: no session.
    func stored(_ id: SessionID = House.id) async throws -> String? {
        try await memory.load(SessionKey(id)).map { String(decoding: $0.json, as: UTF8.self) }
    }
}

extension SessionID {
    init(staticText: StaticString) {
        guard let id = SessionID("\(staticText)") else { preconditionFailure("\(staticText) is no session id") }
        self = id
    }
}

/// The values of a session that Ana is signed in to.
let ana = #""loggedin":true,"name":"Ana Pérez","usrId":42"#

/// The line with which a sign-out clears the session's cookie.
let cleared = "connect.sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"
