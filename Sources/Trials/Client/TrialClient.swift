import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Asks nodes, as a browser that keeps one cookie and follows no redirect by itself.
struct TrialClient: Sendable {
    private let client: HTTPClient

    /// What a node answered.
    struct Answer: Sendable {
        let status: UInt
        /// Name and value of the cookie that it sets; `nil`: none, or one that has expired.
        let cookie: String?
        let location: String?
        let retryAfter: String?
        let body: String
    }

    /// As many connections at once as there are requests.
    static func make() -> TrialClient {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 2048
        configuration.timeout.read = .seconds(60)
        return TrialClient(client: HTTPClient(configuration: configuration))
    }

    /// Closes all connections.
    func leave() async throws { try await client.shutdown() }

    func get(_ url: String, _ cookie: String?) async throws -> Answer {
        try await send(.GET, url, cookie)
    }

    func post(_ url: String) async throws -> Answer {
        try await send(.POST, url, nil)
    }

    private func send(_ method: HTTPMethod, _ url: String, _ cookie: String?) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = method
        if let cookie { request.headers.add(name: "Cookie", value: cookie) }
        let response = try await client.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 20)
        return Answer(
            status: response.status.code, cookie: Self.cookie(in: response.headers["Set-Cookie"]),
            location: response.headers.first(name: "Location"),
            retryAfter: response.headers.first(name: "Retry-After"), body: String(buffer: body))
    }

    private static func cookie(in lines: [String]) -> String? {
        let pair = lines.first { $0.hasPrefix("connect.sid=") }?.prefix { $0 != ";" }
        return pair.map(String.init).flatMap { $0 == "connect.sid=" ? nil : $0 }
    }
}
