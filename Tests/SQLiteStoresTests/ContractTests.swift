import ProcessTesting
import SQLiteStores
import Sessions
import StoreTesting
import Testing

@Suite("The SQLite stores keep their contracts") struct ContractTests {
    @Test(arguments: StoreContract.promises)
    func `sessions`(_ promise: StoreContract.Promise) async throws {
        let folder = try TemporaryFolder()
        try await promise.check { clock in SQLiteSessionStore(try folder.database(), clock: clock) }
    }

    @Test(arguments: AccountContract.promises)
    func `accounts`(_ promise: AccountContract.Promise) async throws {
        let folder = try TemporaryFolder()
        try await promise.check { SQLiteAccountStore(try folder.database()) }
    }

    @Test(arguments: RefreshFamilyContract.promises)
    func `refresh families`(_ promise: RefreshFamilyContract.Promise) async throws {
        let folder = try TemporaryFolder()
        try await promise.check { clock in SQLiteRefreshFamilyStore(try folder.database(), clock: clock) }
    }

    @Test(arguments: DenyListContract.promises)
    func `deny lists`(_ promise: DenyListContract.Promise) async throws {
        let folder = try TemporaryFolder()
        try await promise.check { clock in SQLiteDenyList(try folder.database(), clock: clock) }
    }
}
