import SignIn
import StoreTesting
import Testing

@Suite("The memory stores of tokens keep their contracts") struct MemoryTokenStoresTests {
    @Test(arguments: RefreshFamilyContract.promises)
    func `refresh families`(_ promise: RefreshFamilyContract.Promise) async throws {
        try await promise.check { clock in MemoryRefreshFamilyStore(clock: clock) }
    }

    @Test(arguments: DenyListContract.promises)
    func `deny lists`(_ promise: DenyListContract.Promise) async throws {
        try await promise.check { clock in MemoryDenyList(clock: clock) }
    }
}
