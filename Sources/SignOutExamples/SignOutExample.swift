public import Hummingbird
public import Logging
public import Portero
public import ServiceLifecycle
public import Sessions
public import Tokens

/// What an example is made of.
public struct ExampleParts: Sendable {
    /// Tells whose credentials these are.
    public var verifier: any CredentialVerifier
    /// The sessions of vLife.
    public var sessions: any SessionStore
    /// The families of refresh tokens of the others.
    public var families: any RefreshFamilyStore
    /// The denials of access tokens of Demet, and of SociApp where it revokes.
    public var denials: any DenyList
    /// The pages of vLife.
    public var views: Views
    /// The auth service of the judicial backend; its address, with the path.
    public var authService: RemoteService
    /// How long it is waited for.
    public var authServiceLimit = Duration.seconds(2)
    /// Whether SociApp revokes what it can.
    public var revokes = false
    /// Other origins whose pages may call.
    public var trustedOrigins = TrustedOrigins.none
    /// Tells the time of day.
    public var clock: any WallClock = SystemClock()
    /// Sees each sign-out.
    public var observer: SignOutObserver = { _ in }
    /// Signs cookies and tokens: 32 bytes or more.
    public var secret: String
    /// For what happens outside of requests.
    public var logger: Logger

    /// - Parameters:
    ///   - verifier: tells whose credentials these are.
    ///   - sessions: the sessions of vLife.
    ///   - families: the families of refresh tokens of the others.
    ///   - denials: the denials of access tokens.
    ///   - views: the pages of vLife.
    ///   - authService: the auth service of the judicial backend; its address, with the path.
    ///   - secret: signs cookies and tokens: 32 bytes or more.
    ///   - logger: for what happens outside of requests.
    public init(
        verifier: any CredentialVerifier, sessions: any SessionStore, families: any RefreshFamilyStore,
        denials: any DenyList, views: Views, authService: RemoteService, secret: String, logger: Logger
    ) {
        self.verifier = verifier
        self.sessions = sessions
        self.families = families
        self.denials = denials
        self.views = views
        self.authService = authService
        self.secret = secret
        self.logger = logger
    }
}

/// Sees what a run of a sign-out did.
public typealias SignOutObserver = @Sendable (SignOutEvent) -> Void

/// One of the five systems as an application, at its real paths.
public struct SignOutExample: Sendable {
    /// Which it is.
    public let system: SignOutSystem
    /// Keeps its sessions; `nil`: it has none.
    public let sessions: SessionKeeper?
    /// Issues and revokes its tokens; `nil`: it has none.
    public let tokens: TokenService?
    let parts: ExampleParts

    /// What must run beside it: sweeps what has expired, and destroys the sessions that a failing store could not.
    public var services: [any Service] {
        let services: [(any Service)?] = [
            sessions.map { SessionHousekeeping($0) }, tokens.map { TokenHousekeeping($0) },
        ]
        return services.compactMap { $0 }
    }
}

extension SignOutExample {
    /// - Parameters:
    ///   - system: which it is.
    ///   - parts: what it is made of.
    /// - Throws: `TokenKeyError` for a secret that is too short; for an empty one, where there are sessions.
    public init(_ system: SignOutSystem, of parts: ExampleParts) async throws {
        self.system = system
        self.parts = parts
        tokens = try await Self.tokens(of: system, parts)
        guard tokens == nil else {
            sessions = nil
            return
        }
        sessions = try SessionKeeper(
            store: parts.sessions, secrets: [parts.secret], clock: parts.clock, logger: parts.logger)
    }

    /// The tokens of a system; their keys live as long as the process.
    private static func tokens(of system: SignOutSystem, _ parts: ExampleParts) async throws -> TokenService? {
        guard let delivery = system.delivery else { return nil }
        return try TokenService(
            keys: try await TokenKeyRing([.hs256(parts.secret, id: "example")]), refreshSecrets: [parts.secret],
            families: parts.families,
            denials: system.denies(revoking: parts.revokes) ? parts.denials : nil, delivery: delivery,
            options: TokenOptions(issuer: "urn:portero:example:\(system.rawValue)"), clock: parts.clock,
            logger: parts.logger)
    }

    /// Its pipeline and its routes.
    ///
    /// - Returns: a router of its own.
    public func router() -> Router<PorteroContext> {
        let router = Router(context: PorteroContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ClientMiddleware())
        router.add(middleware: SecurityHeaders())
        router.add(middleware: CrossOriginSharing(with: parts.trustedOrigins))
        if tokens != nil { router.add(middleware: AnswersInJSON()) }
        router.add(middleware: ErrorPages(.outer, views: nil))
        router.add(middleware: RefusedRequests())
        router.add(middleware: CrossOriginGuard(trusting: parts.trustedOrigins))
        if let sessions { addSessionRoutes(sessions, to: router) }
        if let tokens { addTokenRoutes(tokens, to: router) }
        router.refuseOtherMethods()
        return router
    }
}
