import RedisStores
import Sessions
import StoreTesting
import Testing

@Suite("The Redis stores keep their contracts", .redis) struct ContractTests {
    /// The server ends sessions by its own clock.
    @Test(arguments: StoreContract.promises.filter { !$0.needsOurClock })
    func `sessions`(_ promise: StoreContract.Promise) async throws {
        try await Redis.withClient { client in
            try await promise.check { clock in RedisSessionStore(client, prefix: Redis.prefix(), clock: clock) }
        }
    }

    @Test(arguments: RefreshFamilyContract.promises)
    func `refresh families`(_ promise: RefreshFamilyContract.Promise) async throws {
        try await Redis.withClient { client in
            try await promise.check { clock in
                RedisRefreshFamilyStore(client, prefix: Redis.prefix(), clock: clock)
            }
        }
    }

    @Test(arguments: DenyListContract.promises)
    func `deny lists`(_ promise: DenyListContract.Promise) async throws {
        try await Redis.withClient { client in
            try await promise.check { clock in RedisDenyList(client, prefix: Redis.prefix(), clock: clock) }
        }
    }
}

/// Redis before 6 and some proxies know no HELLO.
@Suite("The Redis stores keep their contracts in RESP2", .redis(["--rename-command", "HELLO", ""]))
struct RESP2ContractTests {
    @Test(arguments: StoreContract.promises.filter { !$0.needsOurClock && !$0.description.hasPrefix("an id of") })
    func `sessions`(_ promise: StoreContract.Promise) async throws {
        try await Redis.withClient { client in
            try await promise.check { clock in RedisSessionStore(client, prefix: Redis.prefix(), clock: clock) }
        }
    }

    @Test(arguments: RefreshFamilyContract.promises)
    func `refresh families`(_ promise: RefreshFamilyContract.Promise) async throws {
        try await Redis.withClient { client in
            try await promise.check { clock in
                RedisRefreshFamilyStore(client, prefix: Redis.prefix(), clock: clock)
            }
        }
    }

    @Test(arguments: DenyListContract.promises)
    func `deny lists`(_ promise: DenyListContract.Promise) async throws {
        try await Redis.withClient { client in
            try await promise.check { clock in RedisDenyList(client, prefix: Redis.prefix(), clock: clock) }
        }
    }
}
