import PostgresStores
import ProcessTesting
import Sessions
import StoreTesting
import Testing

@Suite("The PostgreSQL stores keep their contracts") struct ContractTests {
    @Test(arguments: StoreContract.promises)
    func `sessions in a table that Express shares`(_ promise: StoreContract.Promise) async throws {
        try await promise.check { clock in try await store(clock) }
    }

    @Test(arguments: StoreContract.promises)
    func `sessions in a table of their own`(_ promise: StoreContract.Promise) async throws {
        try await promise.check { clock in try await store(clock, isShared: false) }
    }

    @Test(.timeLimit(.minutes(2)), arguments: ClosingContract.promises)
    func `closing`(_ promise: ClosingContract.Promise) async throws {
        try await promise.check { clock in
            let database = try await Live.open()
            return ClosingContract.Subject(try await store(clock, on: database)) { database.close() }
        }
    }

    @Test(arguments: AccountContract.promises)
    func `accounts`(_ promise: AccountContract.Promise) async throws {
        try await promise.check {
            try await PostgresAccountStore(Live.database(), schemaName: Live.schema())
        }
    }

    @Test(arguments: RefreshFamilyContract.promises)
    func `refresh families`(_ promise: RefreshFamilyContract.Promise) async throws {
        try await promise.check { clock in
            try await PostgresRefreshFamilyStore(Live.database(), schemaName: Live.schema(), clock: clock)
        }
    }

    @Test(arguments: DenyListContract.promises)
    func `deny lists`(_ promise: DenyListContract.Promise) async throws {
        try await promise.check { clock in
            try await PostgresDenyList(Live.database(), schemaName: Live.schema(), clock: clock)
        }
    }
}
