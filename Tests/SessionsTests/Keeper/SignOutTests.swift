import StoreTesting
import Testing

@testable import Sessions

@Suite("Signing out ends the session and its cookie (OW-18)") struct SignOutTests {
    @Test(arguments: Ending.allCases)
    func `at once or at the commit, the record is deleted and the old cookie opens nothing`(_ ending: Ending)
        async throws
    {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let copy = desk.exchange(browser.header())
        let line = try await desk.visit(browser, ending.request)
        #expect(line == "connect.sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax")
        #expect(desk.calls == [.load, .delete])
        #expect(browser.header() == nil)
        for node in [desk.keeper, try desk.node()] {
            let session = try await node.open(node.identify(copy), for: copy)
            #expect(session.isNew)
        }
    }

    @Test(arguments: Ending.allCases)
    func `the cookie is expired with the Domain, Path and flags of its record, not of the app (C-15)`(_ ending: Ending)
        async throws
    {
        let desk = try Desk()
        let browser = try await desk.plant(
            #"{"cookie":{"domain":"example.com","path":"/app","httpOnly":false,"sameSite":"strict"},"a":1}"#)
        let line = try await desk.visit(browser, ending.request)
        let attributes = "Domain=example.com; Path=/app; Expires=Thu, 01 Jan 1970 00:00:00 GMT; SameSite=Strict"
        #expect(line == "connect.sid=; \(attributes)")
    }

    @Test(arguments: Ending.allCases)
    func `nothing can be read from it any more in the same request`(_ ending: Ending) async throws {
        let desk = try Desk()
        try await desk.visit(desk.signedIn()) { session in
            try await ending.request(session)
            #expect(session.names == [])
            #expect(session["usrId", as: Int.self] == nil)
        }
    }

    @Test(arguments: Ending.allCases)
    func `where there is no session, nothing is asked of the store and no cookie is sent`(_ ending: Ending) async throws
    {
        let desk = try Desk()
        let line = try await desk.visit(nil, ending.request)
        #expect(line == nil)
        #expect(desk.calls == [])
    }

    @Test func `a second one finds nothing, and sends no cookie that could clear a newer sign-in's (C-6)`() async throws
    {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let copy = desk.exchange(browser.header())
        try await desk.visit(browser) { try await $0.destroyNow() }
        let late = try await desk.keeper.open(desk.keeper.identify(copy), for: copy)
        try await late.destroyNow()
        #expect(try await desk.keeper.commit(late) == nil)
    }
}

/// How a session ends.
enum Ending: CaseIterable {
    case atOnce, atTheCommit

    func request(_ session: Session) async throws {
        switch self {
        case .atOnce: try await session.destroyNow()
        case .atTheCommit: session.destroy()
        }
    }
}
