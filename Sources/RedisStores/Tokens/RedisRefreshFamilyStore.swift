public import HTTPCookies
public import Sessions
public import SignIn

/// Keeps families of refresh tokens in Redis or Valkey, with nothing in it that could be traded.
///
/// Every call is one round trip, every write a script. Nothing of it has an end of the server's own: ``sweep()`` takes
/// out what has expired, and a server that evicts only what has an end leaves it alone. On a cluster all families are
/// on one node.
public final class RedisRefreshFamilyStore: RefreshFamilyStore {
    private let client: RedisClient
    private let base: String
    private let clock: any WallClock

    /// - Parameters:
    ///   - client: the server; other stores may share it.
    ///   - prefix: what stands before the keys' names, all of which begin with `{prefix` and `families}:`.
    ///   - clock: by which families expire.
    public init(_ client: RedisClient, prefix: String = "portero:", clock: any WallClock = SystemClock()) {
        self.client = client
        base = "{\(prefix)families}:"
        self.clock = clock
    }

    /// One round trip.
    public func begin(_ family: RefreshFamily) async throws(StoreError) -> Bool {
        let words = [.number(clock.now().milliseconds), .bytes(family.key.bytes)] + family.words
        return try await run(RefreshFamilyScripts.begin, words, client.begin("begin")) == .number(1)
    }

    /// One round trip.
    public func family(_ key: RefreshFamilyKey) async throws(StoreError) -> RefreshFamily? {
        let fields = RefreshFamilyScripts.fields.map { PlainRequest.Word.text($0) }
        let name = RedisKey(base + "f:", bytes: key.bytes)
        let reply = try await client.begin("family").ask(PlainRequest("HMGET", name, fields, mayRepeat: true))
        return live(RefreshFamily(key, reply))
    }

    /// One round trip.
    public func rotate(
        _ key: RefreshFamilyKey, from token: RefreshTokenDigest, to next: RefreshTokenDigest, until expiry: Instant
    ) async throws(StoreError) -> Rotation {
        let call = client.begin("rotate")
        let words: [PlainRequest.Word] = [
            .number(clock.now().milliseconds), .bytes(key.bytes), .bytes(token.bytes), .bytes(next.bytes),
            .number(expiry.milliseconds),
        ]
        let reply = try await run(RefreshFamilyScripts.rotate, words, call)
        guard let pair = reply.array else { return .missing }
        guard pair.count == 2 else { throw call.unexpected(reply) }
        // What reads as no family was edited by somebody: there is none.
        guard let family = RefreshFamily(key, pair[1]) else { return .missing }
        return pair[0] == .number(1) ? .rotated(family) : .changed(family)
    }

    /// One round trip; where a first reply was lost, those that the first call has found are not counted.
    public func revoke(_ signIn: SignInID) async throws(StoreError) -> Int {
        let words: [PlainRequest.Word] = [.number(clock.now().milliseconds), .text(signIn.text)]
        return try await count(RefreshFamilyScripts.revoke, words, client.begin("revoke"))
    }

    /// One round trip.
    public func families(of user: UserID) async throws(StoreError) -> [RefreshFamily] {
        let call = client.begin("families")
        let reply = try await run(RefreshFamilyScripts.families, [.text(user.name)], call, mayRepeat: true)
        guard let entries = reply.array else { throw call.unexpected(reply) }
        return entries.compactMap { entry in
            guard let pair = entry.array, pair.count == 2 else { return nil }
            return live(pair[0].bytes.flatMap { RefreshFamilyKey($0) }.flatMap { RefreshFamily($0, pair[1]) })
        }
    }

    /// In steps of 500 families each, so that others get in between.
    public func sweep() async throws(StoreError) -> Int {
        let now = clock.now().milliseconds
        var swept = 0
        while true {
            let words: [PlainRequest.Word] = [.number(now), .number(500)]
            let batch = try await count(RefreshFamilyScripts.sweep, words, client.begin("sweep"))
            swept += batch
            guard batch == 500 else { return swept }
        }
    }
}

extension RedisRefreshFamilyStore {
    private func run(
        _ script: RedisScript, _ words: [PlainRequest.Word], _ call: RedisCall, mayRepeat: Bool = false
    ) async throws(StoreError) -> RESPValue {
        try await call.run(
            ScriptRequest(script, [RedisKey(base, "ends")], [.text(base)] + words, mayRepeat: mayRepeat))
    }

    private func count(
        _ script: RedisScript, _ words: [PlainRequest.Word], _ call: RedisCall
    ) async throws(StoreError) -> Int {
        let reply = try await run(script, words, call, mayRepeat: true)
        guard let count = reply.number else { throw call.unexpected(reply) }
        return Int(count)
    }

    private func live(_ family: RefreshFamily?) -> RefreshFamily? {
        family.flatMap { clock.now() < $0.expiry ? $0 : nil }
    }
}

extension RefreshFamily {
    /// In the order of the fields; an empty text for what there is not.
    fileprivate var words: [PlainRequest.Word] {
        [
            .text(signIn.text), .text(user.usrId.name), .text(user.name), .bytes(live.bytes),
            .bytes(previous?.bytes ?? []), .text(rotation.map { String($0.milliseconds) } ?? ""),
            .number(expiry.milliseconds), .number(limit.milliseconds),
        ]
    }

    /// - Returns: `nil` for what is no family: there is none, or somebody has edited it.
    fileprivate init?(_ key: RefreshFamilyKey, _ fields: RESPValue) {
        guard let fields = fields.array, fields.count == RefreshFamilyScripts.fields.count,
            let signIn = fields[0].text.flatMap({ SignInID($0) }),
            let usrId = fields[1].text.flatMap(UserID.init(name:)),
            let name = fields[2].text, let live = fields[3].bytes.flatMap({ RefreshTokenDigest($0) }),
            let expiry = fields[6].number, let limit = fields[7].number
        else { return nil }
        self.init(
            key: key, signIn: signIn, user: User(name: name, usrId: usrId), live: live,
            previous: fields[4].bytes.flatMap { RefreshTokenDigest($0) },
            rotation: fields[5].number.map { Instant(milliseconds: $0) }, expiry: Instant(milliseconds: expiry),
            limit: Instant(milliseconds: limit))
    }
}

extension UserID {
    /// Keeps a number and a text apart.
    fileprivate var name: String {
        switch self {
        case .integer(let number): "i:\(number)"
        case .text(let text): "t:" + text
        }
    }

    fileprivate init?(name: String) {
        let text = String(name.unicodeScalars.dropFirst(2))
        switch name.unicodeScalars.prefix(2).map(String.init).joined() {
        case "t:": self = .text(text)
        case "i:":
            guard let number = Int(text) else { return nil }
            self = .integer(number)
        default: return nil
        }
    }
}

extension RESPValue {
    fileprivate var text: String? {
        bytes.map { String(decoding: $0, as: UTF8.self) }
    }
}
