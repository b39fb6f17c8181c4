import Foundation
import HTTPCookies
import ProcessTesting
import Sessions
import SignIn
import StoreTesting
import Testing

@testable import RedisStores

@Suite("Tokens in Redis", .redis) struct TokenTests {
    private let clock = ManualClock()
    private let prefix = Redis.prefix()

    private func family(_ seed: UInt64 = 1) throws -> (RefreshToken, RefreshFamily) {
        var generator = SeededGenerator(seed: seed)
        let token = RefreshToken(using: &generator)
        let family = RefreshFamily(
            key: token.family, signIn: try #require(SignInID("sid")), user: User(name: "Ana", usrId: .text("a7")),
            live: token.digest, expiry: clock.now() + .seconds(60), limit: clock.now() + .seconds(600))
        return (token, family)
    }

    @Test func `are denied and revoked for every process that asks the server`() async throws {
        try await Redis.withClient { mine in
            try await Redis.withClient { theirs in
                let (token, signIn) = (try #require(TokenID("jti")), try #require(SignInID("sid")))
                try await RedisDenyList(mine, prefix: prefix, clock: clock).deny(
                    .signIn(signIn), until: clock.now() + .seconds(60))
                let isDenied = try await RedisDenyList(theirs, prefix: prefix, clock: clock).denies(token, of: signIn)
                #expect(isDenied)
                let (_, family) = try family()
                _ = try await RedisRefreshFamilyStore(mine, prefix: prefix, clock: clock).begin(family)
                let ended = try await RedisRefreshFamilyStore(theirs, prefix: prefix, clock: clock).revoke(signIn)
                let left = try await RedisRefreshFamilyStore(mine, prefix: prefix, clock: clock).family(family.key)
                #expect(ended == 1)
                #expect(left == nil)
            }
        }
    }

    @Test func `stand in it as digests, and leave nothing behind`() async throws {
        let server = try await RedisServer(["--appendonly", "yes"])
        try await finishing(with: { try await server.stop() }) {
            try await Redis.withClient("redis://127.0.0.1:\(server.port)") { client in
                let store = RedisRefreshFamilyStore(client, clock: clock)
                let (first, family) = try family(3)
                let (second, _) = try self.family(4)
                _ = try await store.begin(family)
                _ = try await store.rotate(
                    family.key, from: first.digest, to: second.digest, until: clock.now() + .seconds(60))
                let key = RedisKey("{portero:families}:f:", bytes: family.key.bytes)
                let stored = try await client.begin("test").ask(PlainRequest("HGETALL", key, mayRepeat: true))
                let bytes = (stored.array ?? []).flatMap { $0.bytes ?? [] }
                #expect(Data(bytes).range(of: Data(second.digest.bytes)) != nil)
                for token in [first, second] {
                    for part in [token.bytes.prefix(16), token.bytes.dropFirst(16)] {
                        #expect(Data(bytes).range(of: Data(part)) == nil)
                    }
                }
                clock.advance(by: .seconds(60))
                let swept = try await store.sweep()
                let size = try await client.begin("test").ask(Plain(["DBSIZE"]))
                #expect(swept == 1)
                #expect(size == .number(0))
            }
        }
    }

    @Test func `are swept in more than one step`() async throws {
        try await Redis.withClient { client in
            let store = RedisRefreshFamilyStore(client, prefix: prefix, clock: clock)
            for seed: UInt64 in 0..<1001 { _ = try await store.begin(family(seed).1) }
            clock.advance(by: .seconds(60))
            let swept = try await store.sweep()
            #expect(swept == 1001)
        }
    }

    @Test(arguments: [["live", "x"], ["sid", ""], ["usr", "1.5"], ["usr", "x"], ["limit", "x"], ["expire", "x"]])
    func `that somebody has edited are no family, and others go on`(_ edit: [String]) async throws {
        try await Redis.withClient { client in
            let store = RedisRefreshFamilyStore(client, prefix: prefix, clock: clock)
            let (token, family) = try family()
            _ = try await store.begin(family)
            let key = RedisKey("{\(prefix)families}:f:", bytes: family.key.bytes)
            let words = edit.map { PlainRequest.Word.text($0) }
            _ = try await client.begin("test").ask(PlainRequest("HSET", key, words, mayRepeat: true))
            let found = try await store.family(family.key)
            #expect(found == nil)
            let answer = try? await store.rotate(
                family.key, from: token.digest, to: token.digest, until: clock.now() + .seconds(1))
            #expect(answer == .missing || answer == nil)
            let families = try await store.families(of: .text("a7"))
            #expect(families.isEmpty)
        }
    }

    @Test func `say what the server answered where it fails, but no stored value`() async throws {
        try await FakeServer.serve({ _ in .say("-ERR unknown command 'secret'\r\n") }) { server in
            try await Redis.withClient(server.url) { client in
                let store = RedisRefreshFamilyStore(client, clock: clock)
                let list = RedisDenyList(client, clock: clock)
                let counters = RedisCounters(client)
                let (_, family) = try family()
                let token = try #require(TokenID("jti"))
                let calls: [() async throws -> Void] = [
                    { _ = try await store.begin(family) },
                    { _ = try await store.family(family.key) },
                    { _ = try await store.rotate(family.key, from: family.live, to: family.live, until: clock.now()) },
                    { _ = try await store.revoke(family.signIn) },
                    { _ = try await store.families(of: family.user.usrId) },
                    { _ = try await store.sweep() },
                    { try await list.deny(.token(token), until: clock.now()) },
                    { _ = try await list.denies(token, of: family.signIn) },
                    { _ = try await list.sweep() },
                    { _ = try await counters.add(to: "x", lasting: .seconds(1)) },
                    { _ = try await counters.count(of: "x") },
                    { try await counters.end("x") },
                ]
                for call in calls {
                    let error = await #expect(throws: StoreError.self) { try await call() }
                    #expect(error?.cause == "the server answered ERR unknown command")
                }
            }
        }
    }
}

@Suite("Counters in Redis", .redis) struct CounterTests {
    private func with(_ body: (RedisCounters) async throws -> Void) async throws {
        try await Redis.withClient { try await body(RedisCounters($0, prefix: Redis.prefix())) }
    }

    @Test func `count up, each by itself, and tell how long they last`() async throws {
        try await with { counters in
            for number in 1...3 {
                let count = try await counters.add(to: "ana", lasting: .seconds(600))
                #expect(count.value == number)
                #expect(count.remaining <= .seconds(600))
                #expect(count.remaining > .seconds(300))
            }
            let other = try await counters.add(5, to: "ana\0", lasting: .seconds(60))
            let (count, unknown) = (try await counters.count(of: "ana"), try await counters.count(of: "bea"))
            #expect(other.value == 5)
            #expect(count?.value == 3)
            #expect(unknown == nil)
        }
    }

    @Test func `last as long as they were given at first`() async throws {
        try await with { counters in
            _ = try await counters.add(to: "x", lasting: .seconds(60))
            let count = try await counters.add(to: "x", lasting: .seconds(6000))
            #expect(count.remaining <= .seconds(60))
        }
    }

    @Test func `begin anew after their time, or where they were ended`() async throws {
        try await with { counters in
            _ = try await counters.add(7, to: "x", lasting: .nanoseconds(1))
            try await poll("the counter to end") { try await counters.count(of: "x") == nil ? () : nil }
            _ = try await counters.add(to: "x", lasting: .seconds(60))
            try await counters.end("x")
            let count = try await counters.add(to: "x", lasting: .seconds(60))
            #expect(count.value == 1)
        }
    }

    @Test func `lose nothing to tasks that count at once`() async throws {
        try await with { counters in
            await withTaskGroup { group in
                for _ in 0..<200 { group.addTask { _ = try? await counters.add(to: "x", lasting: .seconds(600)) } }
            }
            let count = try await counters.count(of: "x")
            #expect(count?.value == 200)
        }
    }
}
