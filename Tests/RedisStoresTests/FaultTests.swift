import HTTPCookies
import ProcessTesting
import Sessions
import StoreTesting
import Synchronization
import Testing

@testable import RedisStores

@Suite("A Redis store whose server fails") struct FaultTests {
    private let key: SessionKey
    private let record: SessionRecord

    init() throws {
        key = SessionKey(try #require(SessionID("secret-session-id")))
        record = try #require(
            SessionRecord(json: Array(#"{"usrId":"secret-user"}"#.utf8), expiry: SystemClock().now() + .seconds(6000)))
    }

    /// Every call of a store.
    private func calls(_ store: RedisSessionStore) -> [() async throws -> Void] {
        [
            { _ = try await store.load(key) },
            { _ = try await store.create(key, record) },
            { _ = try await store.replace(key, record, with: record) },
            { _ = try await store.move(key, record, to: key, with: record) },
            { _ = try await store.touch(key, until: record.expiry) },
            { _ = try await store.delete(key) },
            { _ = try await store.sweep() },
            { _ = try await store.count() },
            { try await store.clear() },
            { _ = try await store.page(of: "1", after: nil, limit: 1) },
            { _ = try await store.page(of: nil, after: nil, limit: 1) },
        ]
    }

    @Test func `because nobody listens says so, at once from the second time on`() async throws {
        let url = "redis://127.0.0.1:\(try LocalServer.freePort())"
        try await Redis.withClient(url, options: .limit(.milliseconds(200))) { client in
            let store = RedisSessionStore(client)
            for failing in calls(store) {
                let error = await #expect(throws: StoreError.self) { try await failing() }
                #expect(error?.kind == .unavailable)
                #expect(
                    error?.cause.hasPrefix("cannot connect: errno ") == true || error?.cause.contains("time") == true)
            }
        }
    }

    @Test(arguments: [false, true])
    func `because it is silent says so within the time limit`(_ greets: Bool) async throws {
        try await FakeServer.serve(greets: greets, { _ in .nothing }) { server in
            try await Redis.withClient(server.url, options: .limit(.milliseconds(100))) { client in
                let store = RedisSessionStore(client)
                for failing in calls(store) {
                    let start = ContinuousClock.now
                    let error = await #expect(throws: StoreError.self) { try await failing() }
                    #expect(error?.kind == .unavailable)
                    #expect(ContinuousClock.now - start < .seconds(30))
                }
            }
        }
    }

    @Test(arguments: [
        "LOADING Redis is loading the dataset in memory", "OOM command not allowed when used memory > 'maxmemory'.",
        "READONLY You can't write against a read only replica.", "NOPERM this user has no permissions",
        "MISCONF Redis is configured to save RDB snapshots", "BUSY Redis is busy running a script",
        "CLUSTERDOWN The cluster is down", "ERR unknown command 'GET', with args beginning with: 'sess:secret'",
    ])
    func `because the server refuses says its word for it, but no id`(_ refusal: String) async throws {
        try await FakeServer.serve({ _ in .say("-\(refusal)\r\n") }) { server in
            try await Redis.withClient(server.url) { client in
                for failing in calls(RedisSessionStore(client)) {
                    let error = await #expect(throws: StoreError.self) { try await failing() }
                    #expect(error?.kind == .unavailable)
                    let code = refusal.prefix { $0 != " " }
                    #expect(error?.cause.hasPrefix("the server answered \(code)") == true)
                    #expect(error?.description.contains("secret") == false)
                }
            }
        }
    }

    @Test(arguments: ["+OK\r\n", ":3\r\n", "$1\r\nx\r\n", "*1\r\n:1\r\n", "*0\r\n", "_\r\n", "*2\r\n:1\r\n:1\r\n"])
    func `because the server answers something else ends in an error or in an answer`(_ reply: String) async throws {
        try await FakeServer.serve({ _ in .say(reply) }) { server in
            try await Redis.withClient(server.url) { client in
                for call in calls(RedisSessionStore(client)) {
                    do {
                        try await call()
                    } catch let error as StoreError {
                        #expect(!error.description.contains("secret"))
                    }
                }
            }
        }
    }

    @Test(arguments: ["", "$100\r\n{\"usr", "HTTP/1.1 400 Bad Request\r\n\r\n"])
    func `in the middle of a reply is asked again where that does no harm`(_ words: String) async throws {
        let isFirst = Mutex(true)
        let answer: @Sendable (FakeServer.Asked) -> FakeServer.Answer = { asked in
            let fails = isFirst.withLock { first in
                defer { first = false }
                return first
            }
            if fails { return .lastWords(words) }
            return asked.name == "GET" ? .say("$2\r\n{}\r\n") : .say(":5000\r\n")
        }
        try await FakeServer.serve(answer) { server in
            try await Redis.withClient(server.url) { client in
                let loaded = try await RedisSessionStore(client).load(key)
                #expect(loaded?.json == Array("{}".utf8))
                let connections = server.asked.filter { $0.name == "GET" }.map(\.connection)
                #expect(connections.count == 2)
                #expect(connections.first != connections.last)
            }
        }
    }

    @Test func `in the middle of a reply is not asked again to write`() async throws {
        try await FakeServer.serve({ _ in .lastWords("") }) { server in
            try await Redis.withClient(server.url) { client in
                let store = RedisSessionStore(client)
                let bare = try #require(SessionRecord(json: Array("{}".utf8), expiry: record.expiry))
                for write: () async throws -> Void in [
                    { _ = try await store.create(key, bare) },
                    { _ = try await store.replace(key, bare, with: bare) },
                    { _ = try await store.move(key, bare, to: key, with: bare) },
                ] {
                    let before = server.asked.count
                    let error = await #expect(throws: StoreError.self) { try await write() }
                    #expect(error?.cause.hasSuffix("whether it was carried out is unknown") == true)
                    #expect(server.asked.count == before + 1)
                }
            }
        }
    }

    @Test func `when it was to delete is asked again, and answers that there may have been one`() async throws {
        try await FakeServer.serve({ $0.connection == 1 ? .lastWords("") : .say(":0\r\n") }) { server in
            try await Redis.withClient(server.url) { client in
                let store = RedisSessionStore(client)
                let found = [try await store.delete(key), try await store.delete(key)]
                #expect(found.contains(true))
                #expect(server.asked.allSatisfy { $0.name == "DEL" })
            }
        }
    }

    @Test func `with a key of another kind has no session there`() async throws {
        let refusal = "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n"
        try await FakeServer.serve({ $0.name == "GET" ? .say(refusal) : .say(":1\r\n") }) { server in
            try await Redis.withClient(server.url) { client in
                let loaded = try await RedisSessionStore(client).load(key)
                #expect(loaded == nil)
            }
        }
    }

    @Test func `in the middle of a sweep leaves the turn to whoever comes next`() async throws {
        try await FakeServer.serve({ $0.name == "SET" ? .say("+OK\r\n") : .say("-BUSY\r\n") }) { server in
            try await Redis.withClient(server.url) { client in
                await #expect(throws: StoreError.self) { try await RedisSessionStore(client).sweep() }
                #expect(server.asked.map(\.name) == ["SET", "SCAN", "DEL"])
                #expect(server.asked.first?.words[1] == server.asked.last?.words[1])
            }
        }
    }

    @Test func `and is closed refuses everything`() async throws {
        try await FakeServer.serve({ _ in .nothing }) { server in
            let client = try RedisClient(RedisURL(server.url), options: .patient)
            let waiting = Task { try await RedisSessionStore(client).load(key) }
            try await poll("the command to come") { server.asked.isEmpty ? nil : () }
            await client.close()
            let errors = [
                await #expect(throws: StoreError.self) { try await waiting.value },
                await #expect(throws: StoreError.self) { try await client.ping() },
            ]
            #expect(errors.allSatisfy { $0?.cause == "the client is closed" })
            await client.close()
        }
    }
}
