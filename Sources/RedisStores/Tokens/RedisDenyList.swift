public import HTTPCookies
public import Sessions
public import SignIn

/// Keeps denials in Redis or Valkey, for every process that asks the same server.
///
/// All stand in one sorted set, by when they end, which never expires as a whole: a server that evicts only what has an
/// end leaves it alone. Needs Redis 6.2.
public final class RedisDenyList: DenyList {
    private let client: RedisClient
    private let key: RedisKey
    private let clock: any WallClock

    /// - Parameters:
    ///   - client: the server; other stores may share it.
    ///   - prefix: what stands before the set's name, `denials`.
    ///   - clock: by which denials end.
    public init(_ client: RedisClient, prefix: String = "portero:", clock: any WallClock = SystemClock()) {
        self.client = client
        key = RedisKey(prefix, "denials")
        self.clock = clock
    }

    /// One round trip: `ZADD` with `GT`.
    public func deny(_ denial: Denial, until end: Instant) async throws(StoreError) {
        let request = PlainRequest(
            "ZADD", key, [.text("GT"), .number(end.score), .text(denial.name)], mayRepeat: true)
        _ = try await client.begin("deny").ask(request)
    }

    /// One round trip: `ZMSCORE`.
    public func denies(_ token: TokenID, of signIn: SignInID) async throws(StoreError) -> Bool {
        let now = clock.now()
        let names: [PlainRequest.Word] = [.text(Denial.token(token).name), .text(Denial.signIn(signIn).name)]
        let call = client.begin("denies")
        let reply = try await call.ask(PlainRequest("ZMSCORE", key, names, mayRepeat: true))
        guard let ends = reply.array, ends.count == 2 else { throw call.unexpected(reply) }
        return ends.contains { end in end.score.map { now.score < $0 } ?? false }
    }

    /// One round trip.
    public func sweep() async throws(StoreError) -> Int {
        let request = PlainRequest(
            "ZREMRANGEBYSCORE", key, [.text("-inf"), .number(clock.now().score)], mayRepeat: true)
        let call = client.begin("sweep")
        let reply = try await call.ask(request)
        guard let count = reply.number else { throw call.unexpected(reply) }
        return Int(count)
    }
}

extension Denial {
    /// The kind and the visible ASCII characters of the name.
    fileprivate var name: String {
        switch self {
        case .token(let id): "jti:" + id.text
        case .signIn(let id): "sid:" + id.text
        }
    }
}

extension Instant {
    /// Milliseconds that a double has exactly.
    fileprivate var score: Int64 {
        min(max(milliseconds, -(1 << 53)), 1 << 53)
    }
}

extension RESPValue {
    /// A score, which is a double; `nil` where there is none.
    fileprivate var score: Int64? {
        bytes.flatMap { Double(String(decoding: $0, as: UTF8.self)) }.flatMap { Int64(exactly: $0.rounded()) }
    }
}
