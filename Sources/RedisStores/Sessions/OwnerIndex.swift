import Crypto
import Sessions

/// Which sessions a user has: a sorted set for each, outside connect-redis's keys.
///
/// A hint and no more: whoever reads it looks at the sessions themselves. A session is added before it is written, so
/// none of ours is ever missing; those that Express writes are added by a sweep.
struct OwnerIndex: Sendable {
    /// A set that nobody has written to for so long goes by itself.
    private static let secondsToLive: Int64 = 31 * 86_400
    static let namespace = "portero:owner:"

    let client: RedisClient
    let sessions: String

    /// What the sets of these sessions begin with; the length keeps prefixes apart that begin alike.
    var prefix: String { "\(Self.namespace)\(sessions.utf8.count):\(sessions):" }

    private func set(of owner: String) -> RedisKey {
        RedisKey(prefix, owner)
    }

    /// In which order a set has its sessions: by a hash, which tells nothing of the id, in 52 bits, which a double has.
    static func place(of name: [UInt8]) -> Int64 {
        SHA256.hash(data: name).prefix(7).reduce(0) { $0 << 8 | Int64($1) } >> 4
    }

    func add(_ key: SessionKey, of owner: String, _ call: RedisCall) async throws(StoreError) {
        let (set, name) = (set(of: owner), RedisKey("", key).bytes)
        let request = Pipeline([
            PlainRequest("ZADD", set, [.number(Self.place(of: name)), .bytes(name)], mayRepeat: true),
            PlainRequest("EXPIRE", set, [.number(Self.secondsToLive)], mayRepeat: true),
        ])
        _ = try await call.ask(request)
    }

    /// The next sessions behind a place.
    func names(
        of owner: String, after place: Int64, limit: Int, _ call: RedisCall
    ) async throws(StoreError) -> [[UInt8]] {
        let request = PlainRequest(
            "ZRANGEBYSCORE", set(of: owner),
            [.text("(\(place)"), .text("+inf"), .text("LIMIT"), .number(0), .number(Int64(limit))], mayRepeat: true)
        let reply = try await call.ask(request)
        guard let names = reply.array else { throw call.unexpected(reply) }
        return names.compactMap(\.bytes)
    }

    /// Takes out the sessions that are no more.
    func trim(_ set: [UInt8]) async throws(StoreError) {
        let (set, sessions) = (RedisKey(bytes: set), sessions)
        var place: Int64 = -1
        while true {
            let call = client.begin("sweep")
            let request = PlainRequest(
                "ZRANGEBYSCORE", set,
                [.text("(\(place)"), .text("+inf"), .text("LIMIT"), .number(0), .number(RedisClient.scanCount)],
                mayRepeat: true)
            guard let names = try await call.ask(request).array?.compactMap(\.bytes), let last = names.last else {
                return
            }
            _ = try await atOnce(names) { name throws(StoreError) in
                guard try await call.ask(SessionRequest.isThere(RedisKey(sessions, bytes: name))) == .number(0) else {
                    return
                }
                _ = try await call.ask(PlainRequest("ZREM", set, [.bytes(name)], mayRepeat: true))
            }
            place = Self.place(of: last)
        }
    }

    /// Forgets everything.
    func clear() async throws(StoreError) {
        try await client.forEachBatch(prefix, "clear") { call, sets throws(StoreError) in
            _ = try await atOnce(sets) { set throws(StoreError) in
                try await call.ask(PlainRequest("DEL", RedisKey(bytes: set), mayRepeat: true))
            }
        }
    }
}
