import Foundation
import ProcessTesting
import RedisStores
import Testing

/// The server of the suite that runs, which `.redis` has started.
enum Redis {
    @TaskLocal static var server: RedisServer?

    static var url: String {
        get throws { "redis://127.0.0.1:\(try #require(server).port)" }
    }

    /// Runs `body` with a client of the suite's server.
    static func withClient<Value>(
        _ url: String? = nil, options: RedisOptions = .patient, _ body: (RedisClient) async throws -> Value
    ) async throws -> Value {
        let client = try RedisClient(RedisURL(url ?? self.url), options: options)
        return try await finishing(with: { await client.close() }) { try await body(client) }
    }

    /// A prefix that nobody else has, of characters that mean something in a pattern.
    static func prefix() -> String {
        #"t*[\#(UUID().uuidString)]?\:"#
    }
}

extension RedisOptions {
    /// A busy machine is no fault of the stores.
    static var patient: RedisOptions {
        var options = RedisOptions()
        options.timeLimit = .seconds(60)
        return options
    }

    static func limit(_ limit: Duration) -> RedisOptions {
        var options = RedisOptions()
        options.timeLimit = limit
        return options
    }
}

/// Starts a server for a suite.
struct RedisTrait: SuiteTrait, TestScoping {
    let arguments: [String]

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let server = try await RedisServer(arguments)
        try await finishing(with: { try await server.stop() }) {
            try await Redis.$server.withValue(server) { try await function() }
        }
    }
}

extension Trait where Self == RedisTrait {
    /// One server for all tests of a suite.
    static var redis: RedisTrait { redis([]) }

    /// The same, with more of redis-server's options.
    static func redis(_ arguments: [String]) -> RedisTrait { RedisTrait(arguments: arguments) }
}
