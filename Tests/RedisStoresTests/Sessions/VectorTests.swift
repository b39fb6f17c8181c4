import Foundation
import HTTPCookies
import ProcessTesting
import Sessions
import StoreTesting
import Testing

@testable import RedisStores

/// What connect-redis 9.0.0 did, recorded from it under a fixed clock; see the fixture's own note.
struct ConnectRedis: Decodable {
    let nowMs: Int64
    let redis: [Vector]

    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        let note: String
        let expiresMs: Int64?
        let commands: [Command]

        var testDescription: String { note }
    }

    /// A method of node-redis and its arguments.
    struct Command: Decodable, Sendable {
        let words: [String]

        private struct Options: Decodable {
            struct Expiration: Decodable {
                let type: String
                let value: Int64
            }

            let expiration: Expiration
        }

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            var words = [try list.decode(String.self).uppercased()]
            while !list.isAtEnd {
                if let text = try? list.decode(String.self) {
                    words.append(text)
                } else if let number = try? list.decode(Int64.self) {
                    words.append(String(number))
                } else if let texts = try? list.decode([String].self) {
                    words += texts
                } else {
                    let expiration = try list.decode(Options.self).expiration
                    words += [expiration.type, String(expiration.value)]
                }
            }
            self.words = words
        }
    }

    static let loaded = Result {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/connect-redis", withExtension: "json"))
        return try JSONDecoder().decode(ConnectRedis.self, from: Data(contentsOf: file))
    }

    /// Those that a slow machine has the time to look at.
    static var lasting: [Vector] {
        (try? loaded.get())?.redis.filter { $0.note != "expires in 1 ms" } ?? []
    }

    /// Those with an expiry of their own: our records always have one, and the store has no options besides.
    static var dated: [Vector] {
        (try? loaded.get())?.redis.filter { $0.expiresMs != nil && !$0.note.hasPrefix("ttl function") } ?? []
    }
}

@Suite("connect-redis's commands", .redis) struct VectorTests {
    private let now = Instant(milliseconds: ManualClock.start.milliseconds)

    @Test func `are all there, recorded at our clock's start`() throws {
        let vectors = try ConnectRedis.loaded.get()
        #expect(vectors.redis.count == 10)
        #expect(ConnectRedis.dated.count == 4)
        #expect(ConnectRedis.lasting.count == 9)
        #expect(vectors.nowMs == now.milliseconds)
    }

    @Test(arguments: ConnectRedis.dated)
    func `are ours on the wire, but that a new session takes no key that is taken`(_ vector: ConnectRedis.Vector) throws
    {
        let key = RedisKey("sess:", SessionKey(try #require(SessionID("SID"))))
        let expiry = Instant(milliseconds: try #require(vector.expiresMs))
        let seconds = SessionTTL.seconds(until: expiry, at: now)
        for command in vector.commands {
            switch command.words[0] {
            case "SET":
                let create = SessionRequest.create(key, Array(command.words[2].utf8), seconds: seconds)
                #expect(create.sent == [command.words + ["NX"]])
            case "EXPIRE": #expect(SessionRequest.touch(key, seconds: seconds).sent == [command.words])
            case "DEL":
                #expect(seconds <= 0)
                #expect(SessionRequest.delete(key).sent == [command.words])
            default: Issue.record("no such command: \(command.words[0])")
            }
        }
    }

    /// What ends in the future ends an hour later here: a minute is short on a busy machine.
    @Test(arguments: ConnectRedis.dated)
    func `leave in the server what ours leave`(_ vector: ConnectRedis.Vector) async throws {
        let hour = Duration.seconds(3600)
        let recorded = Instant(milliseconds: try #require(vector.expiresMs))
        let expiry = recorded > now ? recorded + hour : recorded
        let id = try #require(SessionID(UUID().uuidString))
        try await Redis.withClient { client in
            let store = RedisSessionStore(client, clock: ManualClock())
            for (place, theirs) in vector.commands.enumerated() {
                let json = vector.commands[0].words[0] == "SET" ? vector.commands[0].words[2] : "{}"
                var words = theirs.words.map { $0.replacing("SID", with: id.text) }
                if let seconds = words.last.flatMap({ Int($0) }), seconds > 0 {
                    words[words.count - 1] = "\(seconds + 3600)"
                }
                _ = try await client.begin("test").ask(Plain(words))
                let expected = try await Self.content(id, client)
                let record = try #require(SessionRecord(json: Array(json.utf8), expiry: expiry))
                if place == 0 {
                    _ = try await store.delete(SessionKey(id))
                    _ = try await store.create(SessionKey(id), record)
                } else {
                    _ = try await store.touch(SessionKey(id), until: expiry)
                }
                #expect(try await Self.content(id, client) == expected)
                let loaded = try await store.load(SessionKey(id))
                #expect(loaded?.json == expected[0].bytes)
            }
        }
    }

    @Test(arguments: ConnectRedis.lasting)
    func `bring a session back that we have deleted where they set it, and not where they touch it`(
        _ vector: ConnectRedis.Vector
    ) async throws {
        let key = SessionKey(try #require(SessionID(UUID().uuidString)))
        guard case .id(let id) = key.content else { return }
        try await Redis.withClient { client in
            let store = RedisSessionStore(client, clock: ManualClock())
            let record = try #require(SessionRecord(json: Array("{}".utf8), expiry: now + .seconds(60)))
            for theirs in vector.commands {
                _ = try await store.create(key, record)
                _ = try await store.delete(key)
                let words = theirs.words.map { $0.replacing("SID", with: id) }
                _ = try await client.begin("test").ask(Plain(words))
                let loaded = try await store.load(key)
                #expect(loaded?.json == (words[0] == "SET" ? Array(words[2].utf8) : nil))
                _ = try await store.delete(key)
            }
        }
    }

    /// The text, and whether it has more than half an hour to live.
    private static func content(_ id: SessionID, _ client: RedisClient) async throws -> [RESPValue] {
        let (key, call) = ("sess:" + id.text, client.begin("test"))
        let (text, life) = (try await call.ask(Plain(["GET", key])), try await call.ask(Plain(["TTL", key])).number)
        return [text, .number((life ?? 0) > 1800 ? 1 : 0)]
    }
}
