import Foundation
import HTTPCookies
import NIOCore
import ProcessTesting
import Sessions
import SignIn
import StoreTesting
import Synchronization
import Testing

@testable import RedisStores

extension RedisServerCluster {
    @TaskLocal static var current: RedisServerCluster?

    /// All of them, or the first.
    func url(_ count: Int = 3) -> String {
        let hosts = nodes.prefix(count).map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
        return "redis://\(hosts)?cluster=true"
    }

    /// Who has a slot.
    func place(of slot: Int) -> Int {
        (0..<nodes.count).last { $0 * Self.slots / nodes.count <= slot } ?? 0
    }
}

/// Starts a cluster for a suite.
struct ClusterTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let cluster = try await RedisServerCluster()
        try await finishing(with: { try await cluster.stop() }) {
            try await RedisServerCluster.$current.withValue(cluster) { try await function() }
        }
    }
}

extension Trait where Self == ClusterTrait {
    /// One cluster for all tests of a suite.
    static var cluster: ClusterTrait { ClusterTrait() }
}

@Suite("Redis stores in a cluster", .cluster) struct ClusterTests {
    private let cluster: RedisServerCluster

    init() throws {
        cluster = try #require(RedisServerCluster.current)
    }

    /// Between two slots a move is two steps, so for a moment both keys have the session.
    private static let oneStepOnly = "a reader that meets a moving session at its new key misses it at the old one"

    @Test(arguments: StoreContract.promises.filter { !$0.needsOurClock && $0.description != oneStepOnly })
    func `keep the contract of sessions`(_ promise: StoreContract.Promise) async throws {
        try await Redis.withClient(cluster.url()) { client in
            try await promise.check { clock in RedisSessionStore(client, prefix: Redis.prefix(), clock: clock) }
        }
    }

    @Test(arguments: StoreContract.promises.filter { !$0.needsOurClock && !$0.description.hasPrefix("an id of") })
    func `keep it all where a hash tag has the sessions on one node`(_ promise: StoreContract.Promise) async throws {
        try await Redis.withClient(cluster.url(1)) { client in
            try await promise.check { clock in
                RedisSessionStore(client, prefix: "{\(UUID().uuidString)}:", clock: clock)
            }
        }
    }

    @Test(arguments: RefreshFamilyContract.promises)
    func `keep the contract of refresh families`(_ promise: RefreshFamilyContract.Promise) async throws {
        try await Redis.withClient(cluster.url()) { client in
            try await promise.check { clock in
                RedisRefreshFamilyStore(client, prefix: UUID().uuidString, clock: clock)
            }
        }
    }

    @Test(arguments: DenyListContract.promises)
    func `keep the contract of deny lists`(_ promise: DenyListContract.Promise) async throws {
        try await Redis.withClient(cluster.url()) { client in
            try await promise.check { clock in RedisDenyList(client, prefix: UUID().uuidString, clock: clock) }
        }
    }

    @Test func `have sessions on every node, and sweep and count them all`() async throws {
        try await Redis.withClient(cluster.url()) { client in
            let store = RedisSessionStore(client, prefix: Redis.prefix(), indexInterval: .zero)
            for number in 0..<60 { _ = try await store.create(key(number), record(number)) }
            _ = try await store.sweep()
            let (count, ended) = (try await store.count(), try await store.deleteSessions(of: "42"))
            #expect(count == 60)
            #expect(ended == 60)
            try await client.ping()
        }
    }

    @Test func `follow a slot that moves, and one that has moved`() async throws {
        try await Redis.withClient(cluster.url()) { client in
            // Nobody else's keys are in this slot.
            let store = RedisSessionStore(client, prefix: "{moving}:")
            let slot = HashSlot(of: RedisKey("{moving}", "")).number
            let source = cluster.nodes[cluster.place(of: slot)]
            let target = cluster.nodes[(cluster.place(of: slot) + 1) % 3]
            for number in 0..<3 { _ = try await store.create(key(number), record(number)) }
            let (from, to) = (try await id(of: source), try await id(of: target))
            try await target.tell("CLUSTER", "SETSLOT", "\(slot)", "IMPORTING", from)
            try await source.tell("CLUSTER", "SETSLOT", "\(slot)", "MIGRATING", to)
            // The first goes ahead; a new one begins where the slot is going to be.
            let first = String(decoding: RedisKey("{moving}:", try key(0)).bytes, as: UTF8.self)
            try await source.tell("MIGRATE", "127.0.0.1", "\(target.port)", first, "0", "5000")
            let isNew = try await store.create(key(3), record(3))
            #expect(isNew)
            for number in 0..<4 { try await expect(number, in: store) }
            let replaced = try await store.replace(key(0), record(0), with: record(10))
            #expect(replaced == .replaced)
            for number in 1...2 {
                let name = String(decoding: RedisKey("{moving}:", try key(number)).bytes, as: UTF8.self)
                try await source.tell("MIGRATE", "127.0.0.1", "\(target.port)", name, "0", "5000")
            }
            for node in [target, source] {
                try await node.tell("CLUSTER", "SETSLOT", "\(slot)", "NODE", to)
            }
            for number in 1..<4 { try await expect(number, in: store) }
            let touched = try await store.touch(key(1), until: SystemClock().now() + .seconds(600))
            #expect(touched)
        }
    }

    private func expect(_ number: Int, in store: RedisSessionStore) async throws {
        let loaded = try await store.load(key(number))
        #expect(loaded?.json == (try record(number).json))
    }

    private func id(of node: RedisServer) async throws -> String {
        try await node.tell("CLUSTER", "MYID")
    }
}

@Suite("A cluster whose nodes fail") struct ClusterFaultTests {
    @Test func `is served by a replica that takes over`() async throws {
        let cluster = try await RedisServerCluster()
        let replica = try await RedisServer(cluster: true)
        try await finishing(with: {
            try await replica.stop()
            try await cluster.stop()
        }) {
            try await join(replica, cluster)
            try await Redis.withClient(cluster.url()) { client in
                let store = RedisSessionStore(client)
                for number in 0..<30 { _ = try await store.create(key(number), record(number)) }
                try await poll("the replica to have all") {
                    let sizes = (try await replica.tell("DBSIZE"), try await cluster.nodes[0].tell("DBSIZE"))
                    return sizes.0 == sizes.1 ? () : nil
                }
                try await cluster.nodes[0].kill()
                for number in 0..<30 {
                    let loaded = try await store.load(key(number))
                    #expect(loaded?.json == (try record(number).json))
                    let replaced = try await store.replace(key(number), record(number), with: record(number + 100))
                    #expect(replaced == .replaced)
                }
            }
        }
    }

    private func join(_ replica: RedisServer, _ cluster: RedisServerCluster) async throws {
        let primary = cluster.nodes[0]
        let id = try await primary.tell("CLUSTER", "MYID")
        try await replica.tell("CLUSTER", "MEET", "127.0.0.1", "\(primary.port)", "\(primary.busPort)")
        try await poll("the replica to be taken") { () async throws -> Void? in
            // Refused until it has heard of the primary.
            _ = try? await replica.tell("CLUSTER", "REPLICATE", id)
            let said = try await replica.tell("CLUSTER", "NODES")
            return said.contains("myself,slave") ? () : nil
        }
    }

    @Test func `fails calls within the time limit, and those of other slots go on`() async throws {
        let cluster = try await RedisServerCluster()
        try await finishing(with: { try await cluster.stop() }) {
            for node in cluster.nodes {
                try await node.tell("CONFIG", "SET", "cluster-require-full-coverage", "no")
            }
            try await withClients(cluster) { client, patient in
                let store = RedisSessionStore(client)
                for number in 0..<12 { _ = try await patient.create(key(number), record(number)) }
                try await cluster.nodes[0].stop()
                for number in 0..<12 {
                    let slot = HashSlot(of: RedisKey("sess:", try key(number))).number
                    if cluster.place(of: slot) == 0 {
                        await #expect(throws: StoreError.self) { try await store.load(key(number)) }
                    } else {
                        let loaded = try await patient.load(key(number))
                        #expect(loaded?.json == (try record(number).json))
                    }
                }
                await #expect(throws: StoreError.self) { try await client.ping() }
                try await cluster.nodes[0].start()
                try await poll("the cluster to be whole again") {
                    (try? await store.create(key(100), record(100))).map { _ in () }
                }
                for number in 0..<12 {
                    try await poll("slot after slot to be back") { try? await store.touch(key(number), until: .epoch) }
                }
            }
        }
    }

    private func withClients(
        _ cluster: RedisServerCluster, _ body: (RedisClient, _ patient: RedisSessionStore) async throws -> Void
    ) async throws {
        try await Redis.withClient(cluster.url(), options: .limit(.seconds(1))) { client in
            try await Redis.withClient(cluster.url()) { try await body(client, RedisSessionStore($0)) }
        }
    }

    /// A node that has all slots, and answers as the test wants it to.
    private func withNode(
        _ answer: @escaping @Sendable (FakeServer.Asked) -> FakeServer.Answer,
        _ body: (FakeServer, RedisSessionStore) async throws -> Void
    ) async throws {
        let port = Mutex(0)
        try await FakeServer.serve({ asked in
            guard asked.name == "CLUSTER" else { return answer(asked) }
            return .say("*1\r\n*3\r\n:0\r\n:16383\r\n*2\r\n$0\r\n\r\n:\(port.withLock { $0 })\r\n")
        }) { server in
            port.withLock { $0 = server.port }
            try await Redis.withClient("\(server.url)?cluster=true") { client in
                try await body(server, RedisSessionStore(client))
            }
        }
    }

    @Test(arguments: ["-OOM no\r\n", ":0\r\n", "*2\r\n$2\r\n{}\r\n:9\r\n", "+what\r\n"])
    func `leaves no second session where a move stops half-way`(_ answer: String) async throws {
        try await withNode({ asked in
            switch asked.name {
            case "SET": .say("+OK\r\n")
            case "EVALSHA": .say(answer)
            default: .say(":1\r\n")
            }
        }) { server, store in
            let bare = try #require(SessionRecord(json: Array("{}".utf8), expiry: record(1).expiry))
            let moved = try? await store.move(key(1), bare, to: key(2), with: bare)
            #expect(moved != .replaced)
            #expect(server.asked.map(\.name).filter { $0 != "CLUSTER" } == ["SET", "EVALSHA", "DEL"])
            #expect(server.asked.last?.words == ["DEL", "sess:session 2"])
        }
    }

    @Test func `is asked for its slots once, however many calls begin at once`() async throws {
        try await withNode({ $0.name == "GET" ? .say("$2\r\n{}\r\n") : .say(":9\r\n") }) { server, store in
            try await withThrowingTaskGroup { group in
                for number in 0..<50 { group.addTask { _ = try await store.load(key(number)) } }
                try await group.waitForAll()
            }
            #expect(server.asked.count { $0.name == "CLUSTER" } == 1)
        }
    }

    @Test func `says why where it is none`() async throws {
        let server = try await RedisServer()
        try await finishing(with: { try await server.stop() }) {
            let url = "redis://127.0.0.1:\(server.port)?cluster=true"
            let error = await #expect(throws: StoreError.self) {
                try await RedisClient.open(url, options: .patient)
            }
            #expect(error?.cause == "the server answered ERR This instance has cluster support disabled")
        }
        let error = await #expect(throws: StoreError.self) {
            let port = try LocalServer.freePort()
            _ = try await RedisClient.open("redis://127.0.0.1:\(port),127.0.0.1:\(port)", options: .limit(.seconds(3)))
        }
        // A busy machine may not find the time to learn why.
        #expect(error?.cause.firstMatch(of: /^(cannot connect|no node of the cluster)/) != nil)
    }
}

private func key(_ number: Int) throws -> SessionKey {
    SessionKey(try #require(SessionID("session \(number)")))
}

private func record(_ number: Int) throws -> SessionRecord {
    try #require(
        SessionRecord(json: Array(#"{"n":\#(number),"usrId":42}"#.utf8), expiry: SystemClock().now() + .seconds(600)))
}
