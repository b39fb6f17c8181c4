public import HTTPCookies
public import HTTPTypes
public import Logging
public import Sessions

/// One request to sign out, and the answer as the steps make it.
public struct SignOutRun: Sendable {
    /// The request's method.
    public let method: HTTPRequest.Method
    /// The route's pattern, such as `/auth/logout`; `nil`: not known.
    public let route: String?
    /// The request's header fields.
    public let headers: HTTPFields
    /// The request's cookies.
    public let cookies: CookieFields
    /// The request's session; where the store could not tell, one that knows only its id.
    public let session: Session?
    /// Tells who is signed in.
    public let flag: AuthFlag
    /// The client's address; `nil`: not known.
    public let client: String?
    /// The request's logger.
    public let logger: Logger
    /// Whom the event names.
    ///
    /// Who is signed in to the session, at first; a step that learns it elsewhere, such as from a token, may tell.
    public var user: UserID?
    /// The answer so far.
    public var answer = SignOutAnswer()
    /// Only what answers is run.
    var isSafe = false
    /// What each step did.
    var reports: [SignOutEvent.Step] = []
    private var reasonForSkipping: String?
    private let clock: any WallClock

    /// - Parameters:
    ///   - method: the request's method.
    ///   - route: the route's pattern.
    ///   - headers: the request's header fields.
    ///   - session: the request's session; `nil` in an app without sessions.
    ///   - flag: tells who is signed in.
    ///   - client: the client's address.
    ///   - clock: tells the time of day.
    ///   - logger: the request's logger.
    public init(
        method: HTTPRequest.Method = .post, route: String? = nil, headers: HTTPFields, session: Session?,
        flag: AuthFlag = .standard, client: String? = nil, clock: any WallClock = SystemClock(), logger: Logger
    ) {
        self.method = method
        self.route = route
        self.headers = headers
        cookies = CookieFields(headers[values: .cookie])
        self.session = session
        self.flag = flag
        self.client = client
        self.clock = clock
        self.logger = logger
        user = session.flatMap { flag.user(of: $0) }?.usrId
    }

    /// The present moment.
    public var now: Instant { clock.now() }

    /// Notes that the step which runs has nothing to do; the event says so.
    ///
    /// - Parameter reason: such as `no cookie refreshToken`; must hold no secret.
    public mutating func skip(_ reason: String) {
        reasonForSkipping = reason
    }

    /// Runs a step and notes what it did; of a safe run, only one that answers.
    ///
    /// - Parameter step: what stands in a list.
    /// - Throws: what the step throws.
    mutating func perform(_ step: any SignOutStep) async throws {
        // What it holds notes itself.
        if step is any SignOutGroup { return try await step.run(&self) }
        guard step.onlyAnswers || !isSafe else { return }
        reasonForSkipping = nil
        do {
            try await step.run(&self)
            note(step, reasonForSkipping.map(SignOutEvent.Outcome.skipped) ?? .done)
        } catch {
            note(step, .failed(reason(of: error)))
            throw error
        }
    }

    /// Runs a step whose failure nobody has said anything of.
    mutating func attempt(_ step: any SignOutStep) async throws {
        let start = reports.count
        do {
            try await perform(step)
        } catch {
            guard step.isBestEffort else { throw error }
            forgive(since: start)
        }
    }

    /// What has failed since is ignored.
    mutating func forgive(since start: Int) {
        for index in reports.indices.dropFirst(start) { reports[index].forgive() }
    }

    private mutating func note(_ step: any SignOutStep, _ outcome: SignOutEvent.Outcome) {
        guard !step.onlyAnswers else { return }
        reports.append(SignOutEvent.Step(name: step.description, outcome: outcome))
    }
}
