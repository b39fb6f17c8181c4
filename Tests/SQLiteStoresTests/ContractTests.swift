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

    @Test(.timeLimit(.minutes(2)), arguments: ClosingContract.promises)
    func `closing`(_ promise: ClosingContract.Promise) async throws {
        let folder = try TemporaryFolder()
        try await promise.check { clock in
            let database = try folder.database()
            return ClosingContract.Subject(SQLiteSessionStore(database, clock: clock)) { try database.close() }
        }
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
