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

    /// A second is too short for a busy machine.
    @Test(arguments: ConnectRedis.dated.filter { $0.note != "expires in 1 ms" })
    func `leave in the server what ours leave`(_ vector: ConnectRedis.Vector) async throws {
        let expiry = Instant(milliseconds: try #require(vector.expiresMs))
        let id = try #require(SessionID(UUID().uuidString))
        try await Redis.withClient { client in
            let store = RedisSessionStore(client, clock: ManualClock())
            for (place, theirs) in vector.commands.enumerated() {
                let json = vector.commands[0].words[0] == "SET" ? vector.commands[0].words[2] : "{}"
                let words = theirs.words.map { $0.replacing("SID", with: id.text) }
                _ = try await client.begin("test").ask(Plain(words))
                let start = ContinuousClock.now
                let expected = try await Content(of: id, client)
                let record = try #require(SessionRecord(json: Array(json.utf8), expiry: expiry))
                if place == 0 {
                    _ = try await store.delete(SessionKey(id))
                    _ = try await store.create(SessionKey(id), record)
                } else {
                    _ = try await store.touch(SessionKey(id), until: expiry)
                }
                let content = try await Content(of: id, client)
                #expect(content.text == expected.text)
                // Seconds may have begun between the two stores.
                #expect((expected.life - content.life) <= (ContinuousClock.now - start) / .seconds(1) + 1)
                #expect(content.life <= expected.life)
                let loaded = try await store.load(SessionKey(id))
                #expect(loaded?.json == expected.text.bytes)
            }
        }
    }
}

/// What the server has under an id.
private struct Content {
    let text: RESPValue
    /// The whole seconds that it has to live.
    let life: Double

    init(of id: SessionID, _ client: RedisClient) async throws {
        let (key, call) = ("sess:" + id.text, client.begin("test"))
        text = try await call.ask(Plain(["GET", key]))
        life = Double(try await call.ask(Plain(["TTL", key])).number ?? 0)
    }
}
