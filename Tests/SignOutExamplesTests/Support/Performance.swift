import Crypto
import HTTPCookies
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import SQLiteStores
import SignOutExamples
import StoreTesting
import Testing

/// What was seen of an act.
struct Outcome: Sendable {
    var preflight: Answer?
    var answers: [Answer] = []
    var events: [SignOutEvent] = []
    /// When it was.
    var moment = ManualClock.start
    var lines: [LogRecorder.Line] = []
    var handedOn: [String] = []
    /// What should have been handed on.
    var shownRefresh: String?
    /// The records of the store, but for the bystander's.
    var left = 0
    var own = Standing.nothing
    var copies: [Standing] = []
    /// The records once the keeper has tried again.
    var leftAtLast = 0
    /// Another sign-in of the same person.
    var bystander = Standing.nothing
    /// Log lines that hold a secret.
    var leaks: [String] = []
}

/// Does what an act says, on a stage of its own.
struct Performance: Sendable {
    let subject: Subject
    let row: Row
    let act: Act
    private let service = AuthStandIn()
    private let serviceLog = LogRecorder()

    init(_ subject: Subject, _ row: Row, _ act: Act) {
        self.subject = subject
        self.row = row
        self.act = act
    }

    private var routes: Routes { subject.routes }

    func outcome() async throws -> Outcome {
        try await service.serve(act.service, serviceLog.logger) { address in
            let stage = try await Stage(subject, act, serviceAt: address)
            service.share(stage.example.tokens)
            return try await stage.serve(isLive: act.isLive) { client in
                try await perform(on: stage, client)
            }
        }
    }

    private func perform(on stage: Stage, _ client: any TestClientProtocol) async throws -> Outcome {
        let cast = try await gather(on: stage, client)
        var outcome = Outcome()
        stage.events.withLock { $0 = [] }
        service.forget()
        let start = stage.log.lines.count
        if let fault = act.fault { stage.stores.fail(fault) }
        if act.asksBefore { outcome.preflight = try await preflight(client) }
        let shown = fields(of: cast)
        outcome.shownRefresh = routes.refreshCookie.flatMap { cookie(named: $0, in: shown) }
        async let caught = refresh(cast.copies, times: act.count > 1 ? 10 : 0, on: stage, client)
        outcome.answers = try await send(shown, client)
        let copies = [cast.copies].compactMap { $0 } + (try await caught)
        for answer in outcome.answers { cast.own.receive(answer, from: routes.signOut) }
        outcome.moment = stage.clock.now()
        outcome.events = stage.events.withLock { $0 }
        outcome.lines = Array(stage.log.lines.dropFirst(start))
        outcome.handedOn = service.cookies
        outcome.left = try await stage.records() - 1
        stage.stores.heal()
        try await look(at: &outcome, cast, copies, on: stage, client)
        return outcome
    }

    /// Afterwards, when all is well again.
    private func look(
        at outcome: inout Outcome, _ cast: Cast, _ copies: [Copies], on stage: Stage, _ client: any TestClientProtocol
    ) async throws {
        outcome.own = try await standing(cast.own.fields, client)
        for copies in copies {
            let fields: @Sendable (String) -> HTTPFields = {
                copies.fields($0 == routes.protected ? .access : .refresh)
            }
            outcome.copies.append(try await standing(fields, client))
            guard row == .retainedCopies else { continue }
            outcome.copies.append(try await stage.serveNeighbour { try await standing(fields, $0) })
        }
        outcome.bystander = try await standing(cast.bystander.fields, client)
        await stage.example.sessions?.retryDestructionsOnce()
        outcome.leftAtLast = try await stage.records() - 1
        let secrets = cast.secrets + copies.flatMap(\.secrets)
        let lines = (stage.log.lines + serviceLog.lines).map { "\($0.text) \($0.details) \($0.carried)" }
        outcome.leaks = lines.filter { line in secrets.contains { line.contains($0) } }
    }

    private func standing(
        _ fields: (String) -> HTTPFields, _ client: any TestClientProtocol
    ) async throws -> Standing {
        let json: HTTPFields = [.accept: "application/json"]
        let protected = try await client.send(.get, routes.protected, fields(routes.protected) + json)
        guard let path = routes.refresh else { return Standing(protected: protected.status, refresh: protected.status) }
        let refresh = try await client.send(.post, path, fields(path) + json)
        return Standing(protected: protected.status, refresh: refresh.status)
    }
}

extension Performance {
    /// Who takes part.
    private struct Cast: Sendable {
        /// The browser that signs out.
        var own: Browser
        /// What somebody kept of who is signed in.
        var copies: Copies?
        /// What it shows where it is no browser.
        var shown: Copies?
        /// The same person, on another machine.
        var bystander: Browser
        var secrets: [String]
    }

    private func gather(on stage: Stage, _ client: any TestClientProtocol) async throws -> Cast {
        let signedIn = try await signIn(on: stage, client)
        let copies = try #require(signedIn.copies)
        var own = signedIn
        var shown = copies
        switch act.who {
        case .signedIn: break
        case .nobody: own = Browser(routes, clock: stage.clock)
        case .anonymous: own = try await anonymous(on: stage)
        case .idle: stage.clock.advance(by: .seconds(20 * 60))
        case .expired: stage.clock.advance(by: .seconds(31 * 86_400))
        case .forger(let forgery):
            shown = try forgery.copies(of: copies)
            own = Browser(routes, holding: shown, clock: stage.clock)
        case .signedOut:
            let answer = try await client.send(routes.method, routes.signOut, own.fields(for: routes.signOut))
            own.receive(answer, from: routes.signOut)
        }
        let bystander = try await signIn(on: stage, client)
        let secrets = [copies, shown, bystander.copies].compactMap { $0?.secrets }.flatMap { $0 }
        let isAnonymous = if case .anonymous = act.who { true } else { false }
        return Cast(
            own: own, copies: isAnonymous ? nil : copies, shown: shown, bystander: bystander,
            secrets: secrets + [Stage.password, Stage.secret])
    }

    private func signIn(on stage: Stage, _ client: any TestClientProtocol) async throws -> Browser {
        let browser = Browser(routes, clock: stage.clock)
        let body = #"{"username":"\#(Stage.username)","password":"\#(Stage.password)"}"#
        let answer = try await client.send(.post, routes.signIn, [.contentType: "application/json"], body: body)
        browser.receive(answer, from: routes.signIn)
        return browser
    }

    /// A live session with a value in it, as Express would have stored it, instead of the one that is signed in.
    private func anonymous(on stage: Stage) async throws -> Browser {
        let id = try #require(SessionID("0123456789abcdefghijklmnopqrstuv"))
        let json =
            #"{"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/","sameSite":"lax"},"a":1}"#
        let record = try #require(SessionRecord(json: Array(json.utf8), expiry: stage.clock.now() + .seconds(600)))
        let store = stage.stores.sessionsBelow
        for entry in try await store.page(of: nil, after: nil, limit: 10).entries {
            _ = try await store.delete(entry.key)
        }
        _ = try await store.create(SessionKey(id, store.preferredKeyForm), record)
        let browser = Browser(routes, clock: stage.clock)
        browser.jar.receive([
            "connect.sid=\(try CookieSigner(secrets: [Stage.secret]).cookieValue(for: id.text)); Path=/"
        ])
        return browser
    }

    private func fields(of cast: Cast) -> HTTPFields {
        switch act.shows {
        case .browser: cast.own.fields(for: routes.signOut) + act.fields
        case .everything, .access, .refresh: (cast.shown?.fields(act.shows) ?? [:]) + act.fields
        }
    }

    /// What is issued while the sign-out runs, to who kept a copy.
    private func refresh(
        _ copies: Copies?, times: Int, on stage: Stage, _ client: any TestClientProtocol
    ) async throws -> [Copies] {
        guard let path = routes.refresh, let copies else { return [] }
        return try await withThrowingTaskGroup(of: Copies?.self) { group in
            for _ in 0..<times {
                group.addTask {
                    let browser = Browser(routes, clock: stage.clock)
                    let answer = try await client.send(.post, path, copies.fields(.refresh))
                    browser.receive(answer, from: path)
                    return browser.copies
                }
            }
            return try await group.reduce(into: []) { $0 += $1.map { [$0] } ?? [] }
        }
    }

    private func cookie(named name: String, in fields: HTTPFields) -> String? {
        CookieFields(fields[values: .cookie]).bytes(named: name).map { String(decoding: $0, as: UTF8.self) }
    }

    private func preflight(_ client: any TestClientProtocol) async throws -> Answer {
        var fields = act.fields
        fields[.accessControlRequestMethod] = routes.method.rawValue
        fields[.accessControlRequestHeaders] = "content-type"
        return try await client.send(.options, routes.signOut, fields)
    }

    private func send(_ fields: HTTPFields, _ client: any TestClientProtocol) async throws -> [Answer] {
        let method = act.method ?? routes.method
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            for _ in 0..<act.count {
                group.addTask { try await client.send(method, routes.signOut, fields, body: act.body) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}

extension TestClientProtocol {
    fileprivate func send(
        _ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields, body: String? = nil
    ) async throws -> Answer {
        let body = body.map { ByteBuffer(string: $0) }
        return Answer(try await executeRequest(uri: path, method: method, headers: fields, body: body))
    }
}
