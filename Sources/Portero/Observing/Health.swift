import HTTPTypes
public import Hummingbird
import Logging
import NIOCore
public import Sessions
public import SignIn
import Synchronization

/// Something that an app cannot do without, and how to see whether it is there.
public struct HealthCheck: Sendable {
    /// What clients are told where it is not, such as `sessions`.
    public let name: String
    let probe: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - name: what clients are told where it is not, such as `sessions`.
    ///   - probe: throws where it is not there; must bound the time that it takes.
    public init(_ name: String, _ probe: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.probe = probe
    }

    /// Whether a session store can be read: looks for an id that no session has.
    ///
    /// - Parameter store: bounds the time that it takes, as every store does.
    /// - Returns: a check named `sessions`.
    public static func sessions(_ store: any SessionStore) -> HealthCheck {
        HealthCheck("sessions") {
            // Ids are made of random characters, without blanks.
            guard let id = SessionID("no session has this id") else { return }
            _ = try await store.load(SessionKey(id, store.preferredKeyForm))
        }
    }

    /// Whether an account store can be read: looks for the empty username, which nobody has.
    ///
    /// - Parameter store: bounds the time that it takes.
    /// - Returns: a check named `accounts`.
    public static func accounts(_ store: any AccountStore) -> HealthCheck {
        HealthCheck("accounts") {
            _ = try await store.account(named: "")
        }
    }
}

extension RouterMethods {
    /// Adds the two routes that whoever runs the app asks: is the process alive, and can it serve.
    ///
    /// The first answers 200 as long as the process does, without any store. The second makes all checks: 200, or 503
    /// with `Retry-After` that names what is down and not why; the log says why, once when it goes down and once when
    /// it is back. Add them before the session middleware, which would ask a store itself.
    ///
    /// - Parameters:
    ///   - alive: the path of the first.
    ///   - ready: the path of the second.
    ///   - checks: what the app cannot do without.
    /// - Returns: the router.
    @discardableResult
    public func health(
        alive: RouterPath = "/healthz", ready: RouterPath = "/readyz", checks: [HealthCheck]
    ) -> Self {
        let readiness = Readiness(checks)
        return get(alive) { _, _ in
            Response(text: "ok")
        }.get(ready) { request, context in
            let down = try await readiness.down(context.logger)
            return Response(down: down, answer: Answer(acceptedBy: request.headers))
        }
    }
}

/// Makes the checks, and remembers what was down.
private final class Readiness: Sendable {
    private let checks: [HealthCheck]
    private let known = Mutex<Set<String>>([])

    init(_ checks: [HealthCheck]) {
        self.checks = checks
    }

    /// The names of what is down, in the order of the checks; all are made at once.
    func down(_ logger: Logger) async throws -> [String] {
        let causes = await withTaskGroup(of: (String, String?).self) { group in
            for check in checks { group.addTask { (check.name, await Self.cause(check)) } }
            return await group.reduce(into: [String: String]()) { $0[$1.0] = $1.1 }
        }
        // A check that was called off says nothing.
        try Task.checkCancellation()
        report(causes, logger)
        return checks.map(\.name).filter { causes[$0] != nil }
    }

    private static func cause(_ check: HealthCheck) async -> String? {
        do {
            try await check.probe()
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func report(_ causes: [String: String], _ logger: Logger) {
        let before = known.withLock { known in
            defer { known = Set(causes.keys) }
            return known
        }
        for (name, cause) in causes where !before.contains(name) {
            logger.error("a health check fails", metadata: ["check": "\(name)", "error": "\(cause)"])
        }
        for name in before where causes[name] == nil {
            logger.notice("a health check succeeds again", metadata: ["check": "\(name)"])
        }
    }
}

extension Response {
    fileprivate init(text: String) {
        let headers: HTTPFields = [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"]
        self.init(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    fileprivate init(down: [String], answer: Answer) {
        switch answer {
        case .html: self.init(text: down.isEmpty ? "ready" : "down: " + down.joined(separator: ", "))
        case .json:
            let names = down.map { String(decoding: RawValue($0).bytes, as: UTF8.self) }.joined(separator: ",")
            self.init(text: "{\"ready\":\(down.isEmpty),\"down\":[\(names)]}")
            headers[.contentType] = "application/json; charset=utf-8"
        }
        guard !down.isEmpty else { return }
        status = .serviceUnavailable
        headers[.retryAfter] = "5"
    }
}
