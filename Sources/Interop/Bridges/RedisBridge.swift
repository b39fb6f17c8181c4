import Foundation
import Portero
import ProcessTesting
import RedisStores

/// A Redis server of the walk's own, with connect-redis at its other end.
struct RedisBridge: Bridge {
    static let name = "redis"
    let server: RedisServer
    let store: any SessionStore

    var place: String { Self.url(of: server) }

    func stored(_ id: SessionID) async throws -> SessionRecord? {
        let key = "sess:" + id.text
        guard let life = Int64(try await server.tell("PTTL", key)), life >= 0 else { return nil }
        let json = try await server.tell("GET", key)
        return SessionRecord(json: Array(json.utf8), expiry: SystemClock().now() + .milliseconds(life))
    }

    static func open(in folder: URL, _ body: (RedisBridge) async throws -> Void) async throws {
        let server = try await RedisServer()
        try await finishing(with: server.stop) {
            let client = try await RedisClient.open(url(of: server))
            try await finishing(with: client.close) {
                try await body(RedisBridge(server: server, store: RedisSessionStore(client)))
            }
        }
    }

    private static func url(of server: RedisServer) -> String { "redis://127.0.0.1:\(server.port)" }
}
