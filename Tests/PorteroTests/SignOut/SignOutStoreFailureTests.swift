import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Portero
import StoreTesting
import Testing

@Suite("A sign-out holds though the store fails") struct SignOutStoreFailureTests {
    @Test func `this node refuses the id from then on, also once the store is well again (promise 1)`() async throws {
        let house = try House()
        try await signOut(of: house, failing: .delete) { client, cookie in
            let refused = try await client.send("/who", cookie: cookie)
            #expect(refused.body == "nobody")
            house.store.heal()
            let stillRefused = try await client.send("/who", cookie: cookie)
            #expect(stillRefused.body == "nobody")
        }
        // The record is there; it is the node that refuses it.
        let left = try await house.stored()
        #expect(left != nil)
    }

    @Test func `the destruction is tried again until it succeeds (promise 1)`() async throws {
        let house = try House()
        try await signOut(of: house, failing: .delete) { _, _ in }
        await house.keeper.retryDestructionsOnce()
        let left = try await house.stored()
        #expect(left != nil)
        house.store.heal()
        await house.keeper.retryDestructionsOnce()
        let gone = try await house.stored()
        #expect(gone == nil)
        #expect(house.store.count(.delete) == 3)
    }

    @Test func `after that, nothing is tried any more`() async throws {
        let house = try House()
        try await signOut(of: house, failing: .delete) { _, _ in }
        house.store.heal()
        await house.keeper.retryDestructionsOnce()
        house.store.forgetCalls()
        await house.keeper.retryDestructionsOnce()
        #expect(house.store.count(.delete) == 0)
    }

    @Test func `a record that must have expired is given up (promise 1)`() async throws {
        let house = try House()
        try await signOut(of: house, failing: .delete) { _, _ in }
        house.clock.advance(by: .seconds(31 * 86_400))
        house.store.forgetCalls()
        await house.keeper.retryDestructionsOnce()
        #expect(house.store.count(.delete) == 0)
    }

    @Test func `a failed destruction is logged at error, once`() async throws {
        let house = try House()
        try await signOut(of: house, failing: .delete) { _, _ in }
        #expect(
            house.log.errors == [
                "a session could not be destroyed; its id is refused here and the store will be asked again"
            ])
    }

    @Test func `a failed load is logged at error, and the session destroyed by its id (promise 1)`() async throws {
        let house = try House()
        try await signOut(of: house, failing: .load) { _, _ in }
        #expect(house.log.errors == ["the session store failed"])
        let gone = try await house.stored()
        #expect(gone == nil)
    }

    @Test func `a lost acknowledgement does no harm: the next try finds nothing`() async throws {
        let house = try House()
        try await house.seed(ana)
        house.store.fail(.delete, times: 1, .after)
        try await signOut(of: house) { _, _ in }
        await house.keeper.retryDestructionsOnce()
        let gone = try await house.stored()
        #expect(gone == nil)
    }

    private func signOut(
        of house: House, failing operation: FaultyStore.Operation,
        then check: @Sendable (any TestClientProtocol, String) async throws -> Void
    ) async throws {
        try await house.seed(ana)
        house.store.fail(operation)
        try await signOut(of: house, then: check)
    }

    private func signOut(
        of house: House, then check: @Sendable (any TestClientProtocol, String) async throws -> Void
    ) async throws {
        let router = house.router()
        router.addSignOut()
        router.addWho()
        try await house.serve(router) { client in
            let cookie = try House.cookie(House.id)
            let answer = try await client.send("/auth/logout", cookie: cookie)
            #expect(answer.status == 302)
            #expect(answer.setCookies == [cleared])
            try await check(client, cookie)
        }
    }
}
