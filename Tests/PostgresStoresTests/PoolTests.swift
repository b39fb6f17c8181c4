import Testing

@testable import PostgresStores

@Suite("A pool") struct PoolTests {
    @Test func `starts`() {
        var pool = Pool<Int>(size: 2)
        #expect(pool.submit(1, mayConnect: true) == .starts(1))
    }
}
