import Testing

@testable import RedisStores

@Suite("A cluster's slots") struct ClusterMapTests {
    /// The first is the example of the specification; the others are what `CLUSTER KEYSLOT` of Redis 7.0.15 said.
    @Test(arguments: [
        ("123456789", 12_739), ("", 0), ("foo", 12_182), ("{user1000}.following", 3443), ("{user1000}.followers", 3443),
        ("foo{}{bar}", 8363), ("foo{{bar}}zap", 4015), ("foo{bar}{zap}", 5061), ("sess:{a", 71), ("}{a}", 15_495),
    ])
    func `are known by the key, or by what stands in braces`(_ key: String, _ slot: Int) {
        #expect(HashSlot(of: RedisKey("", key)).number == slot)
    }

    @Test func `begin with the checksum of the specification`() {
        #expect(HashSlot.crc16(Array("123456789".utf8)[...]) == 0x31C3)
    }

    private static func node(_ host: String?, _ port: Int64) -> RESPValue {
        .array([host.map { .bytes(Array($0.utf8)) } ?? .null, .number(port), .bytes([0x69])])
    }

    private static func range(_ first: Int64, _ last: Int64, _ nodes: RESPValue...) -> RESPValue {
        .array([.number(first), .number(last)] + nodes)
    }

    private let asked = RedisURL.Address(host: "asked", port: 1)

    private func map(_ ranges: RESPValue...) throws -> ClusterMap {
        try #require(ClusterMap(.array(ranges), from: asked))
    }

    private func primary(_ slot: Int, _ map: ClusterMap) throws -> String? {
        map.primary(of: try #require(HashSlot(slot)))?.description
    }

    @Test func `are at the primaries, never at replicas`() throws {
        let map = try map(
            Self.range(0, 99, Self.node("b", 2), Self.node("c", 3)), Self.range(100, 199, Self.node("a", 1)),
            Self.range(300, 16_383, Self.node("b", 2)))
        #expect(
            try [0, 99, 100, 199, 200, 299, 300, 16_383].map { try primary($0, map) } == [
                "b:2", "b:2", "a:1", "a:1", nil, nil, "b:2", "b:2",
            ])
        #expect(map.primaries.map(\.description) == ["a:1", "b:2"])
    }

    @Test func `of a node that does not know its name are at the one that was asked`() throws {
        let map = try map(
            Self.range(0, 9, Self.node("", 7)), Self.range(10, 19, Self.node(nil, 8)),
            Self.range(20, 29, Self.node("?", 9)))
        #expect(try [0, 10, 20].map { try primary($0, map) } == ["asked:7", "asked:8", nil])
    }

    @Test func `are where a node has said that they have moved to`() throws {
        var map = try map(Self.range(0, 16_383, Self.node("a", 1)))
        map.assign(try #require(HashSlot(5)), to: RedisURL.Address(host: "b", port: 2))
        #expect(try [4, 5, 6].map { try primary($0, map) } == ["a:1", "b:2", "a:1"])
    }

    @Test(
        arguments: [
            .null, .array([]), .number(1), .array([.null]), .array([range(0, 1)]), .array([range(-1, 1, node("a", 1))]),
            .array([range(2, 1, node("a", 1))]), .array([range(0, 16_384, node("a", 1))]),
        ] as [RESPValue])
    func `are not read from what is no map`(_ reply: RESPValue) {
        #expect(ClusterMap(reply, from: asked) == nil)
    }

    @Test func `are not at a node whose port is none`() throws {
        let map = try map(Self.range(0, 1, Self.node("a", 0)), Self.range(2, 3, .array([])), Self.range(4, 5, .null))
        #expect(map.primaries.isEmpty)
    }
}

@Suite("A call in a cluster") struct ClusterCallTests {
    private let asked = RedisURL.Address(host: "asked", port: 1)

    private func step(_ outcome: Outcome, mayRepeat: Bool = false, isPiece: Bool = false) -> ClusterCall.Step {
        var call = ClusterCall(mayRepeat: mayRepeat)
        return call.step(after: outcome, isPiece: isPiece, from: asked)
    }

    private func refusal(_ words: String) -> RESPValue { .error(RedisRefusal(words)) }

    @Test func `goes where a node sends it, whatever it is, for it was not carried out`() throws {
        let (slot, other) = (try #require(HashSlot(3999)), RedisURL.Address(host: "10.0.0.2", port: 6381))
        #expect(step(.reply(refusal("MOVED 3999 10.0.0.2:6381"))) == .moved(slot, other))
        #expect(step(.reply(refusal("ASK 3999 10.0.0.2:6381"))) == .ask(other))
        #expect(step(.reply(refusal("MOVED 3999 :6381"))) == .moved(slot, RedisURL.Address(host: "asked", port: 6381)))
        #expect(step(.reply(refusal("ASK 3999 fe80::1:6381"))) == .ask(RedisURL.Address(host: "fe80::1", port: 6381)))
    }

    @Test(arguments: [
        "MOVED", "MOVED 1", "MOVED x a:1", "MOVED 16384 a:1", "MOVED 1 a:0", "MOVED 1 a", "ERR no", "NOPERM",
    ])
    func `ends where a node says something else`(_ words: String) {
        #expect(step(.reply(refusal(words))) == .finish)
    }

    @Test(arguments: ["TRYAGAIN Multiple keys", "CLUSTERDOWN The cluster is down", "LOADING", "MASTERDOWN"])
    func `is tried later where the slot is not ready`(_ words: String) {
        #expect(step(.reply(refusal(words))) == .tryLater)
    }

    @Test func `ends with its reply`() {
        #expect(step(.reply(.number(1))) == .finish)
        #expect(step(.reply(.array([refusal("MOVED 1 a:1")]))) == .finish)
    }

    @Test func `of several commands is sent again as a whole, where that does no harm`() {
        let values = RESPValue.array([.null, refusal("ASK 1 a:1")])
        #expect(step(.reply(values), mayRepeat: true, isPiece: true) == .ask(RedisURL.Address(host: "a", port: 1)))
        #expect(step(.reply(values), mayRepeat: false, isPiece: true) == .finish)
        #expect(step(.reply(.array([.null, refusal("WRONGTYPE")])), mayRepeat: true, isPiece: true) == .finish)
    }

    @Test func `is sent again where it was not sent, or may be sent twice`() {
        var call = ClusterCall(mayRepeat: false)
        #expect(call.step(after: .unsent(.unreachable("")), isPiece: false, from: asked) == .tryLater)
        #expect(!call.isSecond)
        #expect(call.step(after: .lost(.lost("")), isPiece: false, from: asked) == .finish)
        var other = ClusterCall(mayRepeat: true)
        #expect(other.step(after: .lost(.lost("")), isPiece: false, from: asked) == .tryLater)
        #expect(other.isSecond)
        for fault in [LineFault.closed, .timedOut, .rejected(""), .overloaded] {
            #expect(step(.unsent(fault), mayRepeat: true) == .finish)
        }
        #expect(step(.lost(.closed), mayRepeat: true) == .finish)
    }

    @Test func `is not sent round in a circle`() {
        var call = ClusterCall(mayRepeat: true)
        let steps = (0..<9).map { _ in
            call.step(after: .reply(refusal("MOVED 1 a:1")), isPiece: false, from: asked)
        }
        #expect(steps.dropLast().allSatisfy { $0 != .finish })
        #expect(steps.last == .finish)
    }
}
