import HTTPCookies
import Logging
import StoreTesting
import Synchronization

@testable import Sessions

/// One recorded case, done with ours under `Policy.express`.
struct ExpressReplay {
    let matrix: ExpressMatrix
    let row: ExpressCase

    /// The data path, as a server's middleware goes it: an error of the server's stores nothing.
    func run() async throws -> ExpressOutcome {
        let clock = ManualClock(Instant(milliseconds: matrix.now))
        let store = CallLog(clock)
        if let record = matrix.records[row.maxAge.rawValue] { try await store.plant(record, under: "known") }
        let keeper = try SessionKeeper(
            store: store, secrets: matrix.secrets, options: options, clock: clock, logger: logger)
        let request = matrix.requests[row.cookie.rawValue] ?? nil
        let exchange = Exchange(cookies: CookieFields(request.map { [$0] } ?? []), isSecure: false, logger: logger)
        let session = try await keeper.open(keeper.identify(exchange), for: exchange)
        let status = await status(of: session)
        let line = status < 500 ? try await keeper.commit(session) : nil
        return try await ExpressOutcome(
            status: status, setCookie: line.map { [$0] } ?? [], calls: store.calls, after: store.records)
    }

    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init(_ row: ExpressCase, of matrix: ExpressMatrix) {
        self.row = row
        self.matrix = matrix
    }

    private var options: SessionOptions {
        var options = SessionOptions()
        options.policy = .express
        options.policy.resave = row.resave
        options.policy.saveUninitialized = row.saveUninitialized
        options.policy.rolling = row.rolling
        options.policy.unset = row.unset == .destroy ? .destroy : .keep
        options.cookie.secure = .never
        options.cookie.sameSite = .absent
        options.cookie.maxAge = row.maxAge == .set ? .milliseconds(600_000) : nil
        let ids = MadeIDs()
        options.makeID = { ids.next() }
        return options
    }

    private func status(of session: Session) async -> Int {
        // Express makes the id of a new session at once, ours when somebody asks.
        _ = session.id
        do {
            try await row.action.perform(on: session)
            return 200
        } catch let failure as Failure {
            return failure.status
        } catch {
            return 500
        }
    }
}

/// What a handler throws.
private struct Failure: Error {
    let status: Int
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
        case .fail: throw Failure(status: 500)
        default: try await performEach(on: session)
        }
    }

    private func performEach(on session: Session) async throws {
        for step in steps { try await step.perform(on: session) }
        switch self {
        case .setThenSaveThenSet: session["n"] = 3
        case .setThenRefuse: throw Failure(status: 404)
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
