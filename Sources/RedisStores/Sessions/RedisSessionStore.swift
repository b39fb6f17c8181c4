public import HTTPCookies
public import Sessions

/// Keeps sessions in Redis or Valkey, under connect-redis's keys, so that Express may share them.
///
/// A session is the key `sess:<id>` with the JSON text that Express writes, and the server ends it by its own clock:
/// up to a second late, since connect-redis rounds up to whole seconds. A load is one round trip, and so is every
/// write; `replace` and `move` are scripts that compare the stored bytes.
public final class RedisSessionStore: SessionDirectory {
    /// What ``init(_:prefix:recordLimit:indexInterval:clock:)`` takes where nothing is said: 1 MiB.
    public static let defaultRecordLimit = 1 << 20

    let client: RedisClient
    let clock: any WallClock
    let prefix: String
    /// How often a ``sweep()`` does something, of all processes that share the sessions.
    public let indexInterval: Duration
    let index: OwnerIndex
    let readings = DirectoryReadings()
    private let recordLimit: Int

    /// - Parameters:
    ///   - client: the server; other stores may share it.
    ///   - prefix: what stands before an id; the same in every process that shares the sessions.
    ///   - recordLimit: the longest JSON text that it takes, in bytes.
    ///   - indexInterval: how often all sessions are read, to know which are whose: for so long a session that Express
    ///     has written may be missing among its user's.
    ///   - clock: by which times to live are reckoned.
    public init(
        _ client: RedisClient, prefix: String = "sess:", recordLimit: Int = RedisSessionStore.defaultRecordLimit,
        indexInterval: Duration = .seconds(900), clock: any WallClock = SystemClock()
    ) {
        self.client = client
        self.prefix = prefix
        self.recordLimit = recordLimit
        self.indexInterval = indexInterval
        index = OwnerIndex(client: client, sessions: prefix)
        self.clock = clock
    }

    private func checkSize(_ record: SessionRecord, _ operation: String) throws(StoreError) {
        guard record.json.count > recordLimit else { return }
        throw StoreError(
            operation, .tooLarge, cause: "\(record.json.count) bytes of JSON, expected at most \(recordLimit)")
    }
}

extension RedisSessionStore {
    /// One round trip: `GET` and `PTTL`.
    public func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? {
        try await load(key, client.begin("load"))
    }

    /// One round trip: `SET` with `NX` and `EX`; one more before it where somebody has signed in.
    public func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        try checkSize(record, "create")
        let (call, name) = (client.begin("create"), RedisKey(prefix, key))
        let seconds = SessionTTL.seconds(until: record.expiry, at: clock.now())
        // connect-redis writes nothing that has expired.
        guard seconds > 0 else { return try await call.ask(SessionRequest.isThere(name)) == .number(0) }
        if let owner = record.owner { try await index.add(key, of: owner, call) }
        switch try await call.ask(SessionRequest.create(name, record.json, seconds: seconds)) {
        case .status: return true
        case .null: return false
        case let other: throw call.unexpected(other)
        }
    }

    /// One round trip: a script; one more before it where somebody signs in.
    public func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try checkSize(new, "replace")
        let call = client.begin("replace")
        if let owner = new.owner, !loaded.isOwned(by: owner) { try await index.add(key, of: owner, call) }
        return try await compareAndSet(SessionScripts.replace, [RedisKey(prefix, key)], loaded, new, call)
    }

    /// One round trip: a script; one more before it where somebody has signed in.
    ///
    /// Between two slots of a cluster there are two. `missing` too where a live record is under
    /// `newKey`.
    public func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try checkSize(new, "move")
        let call = client.begin("move")
        if let owner = new.owner { try await index.add(newKey, of: owner, call) }
        let keys = [RedisKey(prefix, key), RedisKey(prefix, newKey)]
        if client.isCluster, HashSlot(of: keys[0]) != HashSlot(of: keys[1]) {
            return try await moveBetweenSlots(keys[0], loaded, to: keys[1], new, call)
        }
        return try await compareAndSet(SessionScripts.move, keys, loaded, new, call)
    }

    /// One round trip: `EXPIRE`.
    public func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        let seconds = SessionTTL.seconds(until: expiry, at: clock.now())
        let request = SessionRequest.touch(RedisKey(prefix, key), seconds: seconds)
        return try await client.begin("touch").ask(request) == .number(1)
    }

    /// One round trip: `DEL`; true too where a first try, of which the reply was lost, may have found it.
    public func delete(_ key: SessionKey) async throws(StoreError) -> Bool {
        let call = client.begin("delete")
        let reply = try await call.send(SessionRequest.delete(RedisKey(prefix, key)))
        switch reply.value {
        case .number(let count): return count > 0 || reply.isSecond
        case .error(let refusal): throw call.refused(refusal)
        case let other: throw call.unexpected(other)
        }
    }
}

extension RedisSessionStore {
    func load(_ key: SessionKey, _ call: RedisCall) async throws(StoreError) -> SessionRecord? {
        let reply = try await call.send(SessionRequest.load(RedisKey(prefix, key))).value
        guard case .array(let pair) = reply, pair.count == 2 else { throw call.unexpected(reply) }
        return try record(pair[0], pair[1], call)
    }

    private func compareAndSet(
        _ script: RedisScript, _ keys: [RedisKey], _ loaded: SessionRecord, _ new: SessionRecord, _ call: RedisCall
    ) async throws(StoreError) -> Replacement {
        let seconds = SessionTTL.seconds(until: new.expiry, at: clock.now())
        let arguments: [PlainRequest.Word] = [.bytes(loaded.json), .bytes(new.json), .number(seconds)]
        switch try await call.run(ScriptRequest(script, keys, arguments)) {
        case .number(1): return .replaced
        case .number(0): return .missing
        case .array(let pair) where pair.count == 2:
            return try record(pair[0], pair[1], call).map(Replacement.changed) ?? .missing
        case let other: throw call.unexpected(other)
        }
    }

    /// Creates the new one, then compares and deletes the old one; the new one goes again where that does not work out.
    ///
    /// In between both are there, the new one's id known to nobody. Where it is unknown whether the old one is gone, the
    /// new one goes too: rather none than two.
    private func moveBetweenSlots(
        _ old: RedisKey, _ loaded: SessionRecord, to key: RedisKey, _ new: SessionRecord, _ call: RedisCall
    ) async throws(StoreError) -> Replacement {
        let seconds = SessionTTL.seconds(until: new.expiry, at: clock.now())
        // Nothing is to live on where the record has expired.
        guard seconds > 0 else { return try await compareAndSet(SessionScripts.remove, [old], loaded, new, call) }
        do throws(StoreError) {
            let create = SessionRequest.create(key, new.json, seconds: seconds)
            if try await call.ask(create) == .null { return .missing }
            let answer = try await compareAndSet(SessionScripts.remove, [old], loaded, new, call)
            if answer != .replaced { _ = try await call.ask(SessionRequest.delete(key)) }
            return answer
        } catch {
            // If this fails too, the record goes with its time; nobody knows its id.
            _ = try? await client.begin("move").ask(SessionRequest.delete(key))
            throw error
        }
    }

    /// Reads what `GET` and `PTTL` answered; `nil` for nothing, for what is no JSON object and for what is no text.
    private func record(
        _ text: RESPValue, _ life: RESPValue, _ call: RedisCall
    ) throws(StoreError) -> SessionRecord? {
        switch (text, life) {
        case (.bytes(let json), .number(-1)):
            return SessionRecord(json: json, expiry: clock.now() + SessionTTL.endless)
        case (.bytes(let json), .number(let milliseconds)):
            // It may have gone between the two.
            guard milliseconds > 0 else { return nil }
            return SessionRecord(json: json, expiry: clock.now() + .milliseconds(milliseconds))
        case (.null, _): return nil
        case (.error(let refusal), _) where refusal.code == "WRONGTYPE": return nil
        case (.error(let refusal), _), (_, .error(let refusal)): throw call.refused(refusal)
        default: throw call.unexpected(text)
        }
    }
}
