import Logging
import NIOCore
import Portero
import ProcessTesting
import StoreTesting
import Testing

@Suite("One address") struct ConnectionCountTests {
    @Test func `cannot take the connections of another`() async throws {
        var door = Door()
        door.limits.connectionsPerAddress = 2
        try await door.serve { port in
            try await greeted(port, from: "127.0.0.2") {
                try await greeted(port, from: "127.0.0.2") {
                    let third = try await hello(port, from: "127.0.0.2")
                    #expect(third == "")
                    try await greeted(port, from: "127.0.0.3") {}
                }
            }
            // Those that are gone count no more.
            try await poll("the server to see their end") {
                try await hello(port, from: "127.0.0.2").isEmpty ? nil : ()
            }
        }
    }

    @Test func `has no limit of its own where it is a proxy's`() async throws {
        var door = Door()
        door.limits.connectionsPerAddress = 1
        door.proxies = try TrustedProxies("loopback")
        try await door.serve { port in
            try await greeted(port) { try await greeted(port) { try await greeted(port) {} } }
        }
    }

    @Test func `more than all may have is turned away at once`() async throws {
        var door = Door()
        // The test itself holds one.
        door.limits.connections = 3
        // Those that wait are ended in time, the test's own silent one too, and a busy machine is slow.
        door.limits.headerTime = .seconds(3600)
        door.limits.idleTime = .seconds(3600)
        try await door.serve { port in
            try await greeted(port, from: "127.0.0.2") {
                try await greeted(port, from: "127.0.0.3") {
                    for _ in 0..<3 {
                        let third = try await hello(port, from: "127.0.0.4")
                        #expect(third == "")
                    }
                }
            }
        }
        #expect(door.log.lines(at: .warning).filter { $0.contains("turned away") }.count == 1, "told once a minute")
    }

    /// What a connection is told; nothing if it is turned away, which may also break it.
    private func hello(_ port: Int, from address: String) async throws -> String {
        do {
            return try await RawClient.connect(port, from: address) { conversation in
                try await conversation.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                return try await conversation.rest()
            }
        } catch is IOError {
            return ""
        }
    }

    /// Holds a connection that is let in while `body` runs.
    private func greeted(
        _ port: Int, from address: String = "127.0.0.1", _ body: @Sendable () async throws -> Void
    ) async throws {
        try await RawClient.connect(port, from: address) { conversation in
            try await conversation.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try await conversation.response()
            #expect(answer.hasSuffix("hello"))
            try await body()
        }
    }
}
