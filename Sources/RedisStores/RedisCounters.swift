public import Sessions

/// Counts, for every process that asks the same server, what happens within a while: such as failed sign-ins.
///
/// A counter begins with what it counts first, ends when its time is up, and begins anew after that.
public struct RedisCounters: Sendable {
    /// Where a counter stands.
    public struct Count: Hashable, Sendable {
        /// How much was counted.
        public let value: Int
        /// After how long it ends.
        public let remaining: Duration
    }

    /// `KEYS`: the counter; `ARGV`: how much, and how long it lasts, in milliseconds.
    static let addition = RedisScript(
        """
        local value = redis.call('INCRBY', KEYS[1], ARGV[1])
        local left = redis.call('PTTL', KEYS[1])
        if left < 0 then
          redis.call('PEXPIRE', KEYS[1], ARGV[2])
          left = tonumber(ARGV[2])
        end
        return {value, left}
        """)

    private let client: RedisClient
    private let prefix: String

    /// - Parameters:
    ///   - client: the server; stores may share it.
    ///   - prefix: what stands before a counter's name.
    public init(_ client: RedisClient, prefix: String = "portero:count:") {
        self.client = client
        self.prefix = prefix
    }

    /// Counts; never sent a second time, so nothing is counted twice.
    ///
    /// - Parameters:
    ///   - amount: how much.
    ///   - name: the counter's; any text.
    ///   - duration: how long it lasts if it begins with this, at least a millisecond.
    /// - Returns: where it stands now.
    /// - Throws: `StoreError` if the server fails.
    @discardableResult
    public func add(
        _ amount: Int = 1, to name: String, lasting duration: Duration
    ) async throws(StoreError) -> Count {
        let life = max(1, duration / .milliseconds(1))
        let request = ScriptRequest(
            Self.addition, [RedisKey(prefix, name)], [.number(Int64(amount)), .number(Int64(min(life, 1e15)))])
        let call = client.begin("add")
        let reply = try await call.run(request)
        guard let pair = reply.array, pair.count == 2, let count = Self.count(pair[0], pair[1]) else {
            throw call.unexpected(reply)
        }
        return count
    }

    /// Where a counter stands; `nil` where it has not begun, or has ended.
    public func count(of name: String) async throws(StoreError) -> Count? {
        let key = RedisKey(prefix, name)
        let replies = try await client.begin("count").ask(
            Pipeline([PlainRequest("GET", key, mayRepeat: true), PlainRequest("PTTL", key, mayRepeat: true)]))
        return Self.count(replies[0], replies[1])
    }

    /// Ends a counter.
    public func end(_ name: String) async throws(StoreError) {
        _ = try await client.begin("end").ask(PlainRequest("DEL", RedisKey(prefix, name), mayRepeat: true))
    }

    private static func count(_ value: RESPValue, _ left: RESPValue) -> Count? {
        guard let value = value.number, let left = left.number, left > 0 else { return nil }
        return Count(value: Int(value), remaining: .milliseconds(left))
    }
}
