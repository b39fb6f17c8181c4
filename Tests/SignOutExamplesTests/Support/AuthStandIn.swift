import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Portero
import ProcessTesting
import SignOutExamples
import Synchronization
import Tokens

/// The external service of one cell, and what it was asked.
final class AuthStandIn: Sendable {
    private struct State {
        var tokens: TokenService?
        var cookies: [String] = []
        var record: LoopbackService.Record?
    }

    private let state = Mutex(State())

    /// The `Cookie` fields of the requests that it got.
    var cookies: [String] {
        let (cookies, heads) = state.withLock { ($0.cookies, $0.record?.heads ?? []) }
        return cookies + heads.flatMap(Self.cookies)
    }

    /// The field of a request as it should be; else its whole head, for the test to show.
    private static func cookies(of head: String) -> [String] {
        let lines = head.split(separator: "\r\n").map(String.init)
        guard lines.first == "POST /api/AuthJWT/Revoke HTTP/1.1" else { return [head] }
        return lines.filter { $0.hasPrefix("Cookie: ") }.map { String($0.dropFirst("Cookie: ".count)) }
    }

    /// The backend's tokens, once there are some.
    func share(_ tokens: TokenService?) {
        state.withLock { $0.tokens = tokens }
    }

    func forget() {
        state.withLock { $0.cookies = [] }
    }

    /// Listens while `body` runs, which is given its address.
    func serve<Value: Sendable>(
        _ service: Act.Service, _ logger: Logger, _ body: @Sendable (String) async throws -> Value
    ) async throws -> Value {
        switch service {
        case .standIn:
            let configuration = ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0))
            let app = Application(router: router(), configuration: configuration, logger: logger)
            return try await app.test(.live) { client in try await body(address(client.port ?? 0)) }
        case .down:
            // A port on which nobody listens any more.
            let port = try await LoopbackService.serve(.answer("")) { $0.port }
            return try await body(address(port))
        case .talking(let manner, _):
            return try await LoopbackService.serve(manner) { service in
                state.withLock { $0.record = service.record }
                return try await body(address(service.port))
            }
        }
    }

    private func address(_ port: Int) -> String { "http://127.0.0.1:\(port)" }

    private func router() -> Router<PorteroContext> {
        let router = Router(context: PorteroContext.self)
        router.post("/api/AuthJWT/Revoke") { request, context in
            let tokens = self.state.withLock { state in
                state.cookies += request.headers[values: .cookie]
                return state.tokens
            }
            guard let tokens else { throw HTTPError(.serviceUnavailable) }
            return try await AuthService.router(tokens).buildResponder().respond(to: request, context: context)
        }
        return router
    }
}
