import Foundation
import HTTPCookies
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import ProcessTesting
import SQLiteStores
import SignOutExamples
import StoreTesting
import Synchronization
import Testing
import Tokens

/// Takes one pair of credentials at no cost.
private struct OnePerson: CredentialVerifier {
    func verify(_ credentials: Credentials) async throws(VerificationError) -> User? {
        credentials.username == Stage.username && credentials.password == Stage.password ? Stage.ana : nil
    }
}

/// A system as an application, on SQLite, of which a test can break the parts.
struct Stage: Sendable {
    static let username = "ana"
    static let password = "correct horse battery staple"
    static let secret = "the examples' own secret of thirty-two bytes and more"
    static let ana = User(name: "Ana Pérez", usrId: .integer(42))
    private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

    let subject: Subject
    let clock = ManualClock()
    let log = LogRecorder()
    let events = Mutexed<[SignOutEvent]>([])
    let stores: Stores
    let example: SignOutExample
    /// How long the external service is waited for where nothing is said.
    let standardLimit: Duration
    private let parts: ExampleParts

    init(_ subject: Subject, _ act: Act, serviceAt address: String) async throws {
        self.subject = subject
        stores = try Stores(clock)
        var parts = ExampleParts(
            verifier: OnePerson(), sessions: stores.sessions, families: stores.families, denials: stores.denials,
            views: try Views(folder: Self.root.appending(path: "Views").path),
            authService: try RemoteService(address, path: AuthService.path), secret: Self.secret, logger: log.logger)
        parts.revokes = subject.revokes
        parts.clock = clock
        standardLimit = parts.authServiceLimit
        parts.authServiceLimit = if case .talking(_, let limit) = act.service { limit } else { .seconds(60) }
        if act.shares { parts.trustedOrigins = try TrustedOrigins(Shared.trusted) }
        let events = events
        parts.observer = { event in events.withLock { $0.append(event) } }
        self.parts = parts
        example = try await SignOutExample(subject.system, of: parts)
    }

    /// Serves the application, as `portero examples` does, to `body`.
    func serve<Value: Sendable>(
        isLive: Bool, _ body: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        try await serve(example, isLive: isLive, body)
    }

    /// Serves another node on the same stores.
    func serveNeighbour<Value: Sendable>(
        _ body: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        try await serve(SignOutExample(subject.system, of: parts), isLive: false, body)
    }

    private func serve<Value: Sendable>(
        _ example: SignOutExample, isLive: Bool, _ body: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        let app = Application(
            router: example.router(), server: .http1(limits: ServerLimits()),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)), logger: log.logger)
        return try await app.test(isLive ? .live : .router, body)
    }

    /// How many records there are of sessions, or of tokens.
    func records() async throws -> Int {
        example.sessions == nil
            ? try await stores.familiesBelow.families(of: Self.ana.usrId).count
            : try await stores.sessionsBelow.count()
    }
}

/// The stores of one stage, in a file of their own.
struct Stores: Sendable {
    let sessionsBelow: SQLiteSessionStore
    let familiesBelow: SQLiteRefreshFamilyStore
    let sessions: FaultyStore
    let families: FaultyRefreshFamilyStore
    let denials: FaultyDenyList
    private let folder: TemporaryFolder

    init(_ clock: ManualClock) throws {
        folder = try TemporaryFolder()
        let database = try folder.database()
        sessionsBelow = SQLiteSessionStore(database, clock: clock)
        familiesBelow = SQLiteRefreshFamilyStore(database, clock: clock)
        sessions = FaultyStore(sessionsBelow)
        families = FaultyRefreshFamilyStore(familiesBelow)
        denials = FaultyDenyList(SQLiteDenyList(database, clock: clock))
    }

    func fail(_ fault: Act.Fault) {
        switch fault {
        case .loading:
            sessions.fail(.load)
            families.fail(.family)
            denials.fail(.denies)
        case .ending:
            sessions.fail(.delete)
            families.fail(.revoke)
            denials.fail(.deny)
        case .denyList: denials.fail(.deny, .denies)
        case .everything:
            for operation in FaultyStore.Operation.allCases { sessions.fail(operation) }
            for operation in FaultyRefreshFamilyStore.Operation.allCases { families.fail(operation) }
            for operation in FaultyDenyList.Operation.allCases { denials.fail(operation) }
        }
    }

    func heal() {
        sessions.heal()
        families.heal()
        denials.heal()
    }
}
