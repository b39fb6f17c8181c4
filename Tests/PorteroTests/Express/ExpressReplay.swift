import HTTPCookies
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import StoreTesting
import Synchronization

/// Does recorded cases with ours under `Policy.express`, over HTTP, one after the other.
final class ExpressReplay: Sendable {
    private let matrix: ExpressMatrix
    /// The case whose request comes next.
    private let trial = Mutex<ExpressTrial?>(nil)

    init(_ matrix: ExpressMatrix) {
        self.matrix = matrix
    }

    /// Tells how each case ended.
    func run(_ rows: [ExpressCase], _ tell: (ExpressCase, ExpressOutcome) throws -> Void) async throws {
        let router = Router(context: PorteroContext.self)
        router.get("/") { request, context in
            guard let trial = self.trial.withLock({ $0 }) else { throw HTTPError(.notFound) }
            return try await trial.answer(request, context)
        }
        let app = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            logger: quiet)
        let outcomes = try await app.test(.live) { client in
            var outcomes: [ExpressOutcome] = []
            for row in rows { outcomes.append(try await self.outcome(of: row, client)) }
            return outcomes
        }
        for (row, outcome) in zip(rows, outcomes) { try tell(row, outcome) }
    }

    private func outcome(of row: ExpressCase, _ client: any TestClientProtocol) async throws -> ExpressOutcome {
        let trial = try ExpressTrial(row, of: matrix)
        self.trial.withLock { $0 = trial }
        let cookie = matrix.requests[row.cookie.rawValue] ?? nil
        let response = try await client.execute(
            uri: "/", method: .get, headers: cookie.map { [.cookie: $0] } ?? [:])
        return ExpressOutcome(
            status: response.status.code, setCookie: response.headers[values: .setCookie], calls: trial.store.calls,
            after: trial.store.records)
    }
}

/// One recorded case: its options, its store and its handler.
private struct ExpressTrial: Sendable {
    let store: CallLog
    private let row: ExpressCase
    private let middleware: SessionMiddleware<PorteroContext>

    init(_ row: ExpressCase, of matrix: ExpressMatrix) throws {
        self.row = row
        store = CallLog(matrix.records[row.maxAge.rawValue].map { ["known": $0] } ?? [:])
        middleware = SessionMiddleware(
            try SessionKeeper(
                store: store, secrets: matrix.secrets, options: row.options,
                clock: ManualClock(Instant(milliseconds: matrix.now)), logger: quiet))
    }

    func answer(_ request: Request, _ context: PorteroContext) async throws -> Response {
        let action = row.action
        return try await middleware.handle(request, context: context) { _, context in
            let session = try context.session
            // Express makes the id of a new session at once, ours when somebody asks.
            _ = try await session.id
            try await action.perform(on: session)
            return Response(status: .ok)
        }
    }
}

private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

extension ExpressCase {
    fileprivate var options: SessionOptions {
        var options = SessionOptions()
        options.policy = .express
        options.policy.resave = resave
        options.policy.saveUninitialized = saveUninitialized
        options.policy.rolling = rolling
        options.policy.unset = unset == .destroy ? .destroy : .keep
        options.cookie.secure = .never
        options.cookie.sameSite = .absent
        options.cookie.maxAge = maxAge == .set ? .milliseconds(600_000) : nil
        let ids = MadeIDs()
        options.makeID = { _ in ids.next() }
        return options
    }
}

extension ExpressCase.Action {
    /// Does what the recorder's handler does.
    fileprivate func perform(on session: Session) async throws {
        switch self {
        case .nothing: break
        case .touch: session.touch()
        case .set: session["n"] = 2
        case .setTheSame: session["n"] = 1
        case .remove: session.remove("n")
        case .unset: session.unset()
        case .regenerate: session.renew(keeping: [])
        case .destroy: try await session.destroyNow()
        case .save: try await session.save()
        case .reload: try await session.reload()
        case .maxAge: session.cookie.maxAge = .milliseconds(1_200_000)
        case .sameSite: session.cookie.sameSite = .strict
        case .fail: throw HTTPError(.internalServerError)
        default: try await performEach(on: session)
        }
    }

    private func performEach(on session: Session) async throws {
        for step in steps { try await step.perform(on: session) }
        switch self {
        case .setThenSaveThenSet: session["n"] = 3
        case .setThenRefuse: throw HTTPError(.notFound)
        default: break
        }
    }

    /// What it is made of; empty for a single one.
    private var steps: [Self] {
        switch self {
        case .regenerateThenSet: [.regenerate, .set]
        case .setThenRegenerate: [.set, .regenerate]
        case .setThenDestroy: [.set, .destroy]
        case .setThenSave, .setThenSaveThenSet: [.set, .save]
        case .regenerateThenSetThenSave: [.regenerate, .set, .save]
        case .setThenReload: [.set, .reload]
        case .setThenMaxAge: [.set, .maxAge]
        case .setThenSameSite: [.set, .sameSite]
        case .setThenFail: [.set, .fail]
        case .setThenRefuse: [.set]
        case .nothing, .set, .setTheSame, .remove, .unset, .regenerate, .destroy, .save, .reload, .touch, .maxAge,
            .sameSite, .fail:
            []
        }
    }
}

/// `made1`, `made2` and so on, as the recorder makes them.
private final class MadeIDs: Sendable {
    private let left = Mutex((1...9).reversed().compactMap { SessionID("made\($0)") })

    func next() -> SessionID {
        left.withLock { left in
            guard let id = left.popLast() else { preconditionFailure("a case makes 9 ids at the most") }
            return id
        }
    }
}
