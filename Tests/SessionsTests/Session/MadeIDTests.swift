import HTTPCookies
import StoreTesting
import Synchronization
import Testing

@testable import Sessions

@Suite("An app makes session ids itself") struct MadeIDTests {
    @Test func `out of the request, and as asynchronously as it likes`() async throws {
        let desk = try Desk { options in
            options.makeID = { exchange in
                await Task.yield()
                return try #require(SessionID("\(exchange.host ?? "nowhere")-1"))
            }
        }
        let session = try await desk.keeper.open(nil, for: desk.exchange(host: "shop"))
        session["n"] = 1
        let line = try #require(try await desk.keeper.commit(session))
        #expect(desk.keeper.identify(desk.exchange(line))?.text == "shop-1")
    }

    @Test func `one a session and one a renewal, when somebody asks or the record is stored`() async throws {
        let count = CallCount()
        let desk = try Desk.counting(count)
        try await desk.visit { _ in }
        #expect(count.count == 0)
        try await desk.visit { session in
            let first = try await session.id
            let again = try await session.id
            #expect(again == first)
            #expect(count.count == 1)
            session["n"] = 1
            session.renew()
            let renewed = try await session.id
            #expect(renewed != first)
        }
        #expect(count.count == 2)
        try await desk.visit { $0["n"] = 1 }
        #expect(count.count == 3)
    }

    @Test func `of several tasks that ask at once, all are told the same`() async throws {
        let desk = try Desk.counting(CallCount())
        let browser = CookieJar(clock: desk.clock)
        try await desk.visit(browser) { session in
            session["n"] = 1
            let ids = try await withThrowingTaskGroup { group in
                for _ in 0..<20 { group.addTask { try await session.id } }
                return try await group.reduce(into: Set<SessionID>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
        }
        #expect(try await desk.record(browser) != nil)
    }

    @Test func `a renewal during a save gets an id of its own`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            session.renew()
            desk.store.before(.move) { _ in session.renew() }
            try await session.save()
            session["n"] = 1
        }
        #expect(desk.calls == [.load, .move, .move])
        #expect(try await desk.memory.count() == 1)
        #expect(try await desk.json(browser)?.contains(#""n":1"#) == true)
    }

    @Test func `one that fails fails the commit, and nothing is stored`() async throws {
        struct Exhausted: Error {}
        let desk = try Desk { $0.makeID = { _ in throw Exhausted() } }
        try await desk.visit { _ in }
        await #expect(throws: Exhausted.self) { try await desk.visit { $0["n"] = 1 } }
        await #expect(throws: Exhausted.self) { try await desk.visit { _ = try await $0.id } }
        #expect(try await desk.memory.count() == 0)
    }
}

@Suite("Of several cookies of the session's name") struct SeveralCookiesTests {
    @Test func `the first that is signed counts`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let good = try #require(browser.header())
        for bad in ["connect.sid=x", "connect.sid=", "connect.sid=s%3Aother.sig", "connect.sid=a; connect.sid=b"] {
            try await desk.visit(sending: "\(bad); \(good)") { #expect($0["usrId"] == 42) }
        }
        #expect(desk.calls == Array(repeating: .load, count: 4))
    }

    @Test func `one whose session is gone gives way to the next`() async throws {
        let desk = try Desk()
        let good = try #require(try await desk.signedIn().header())
        let dead = try desk.cookie("dead")
        try await desk.visit(sending: "\(dead); \(good)") { session in
            #expect(session["usrId"] == 42)
            #expect(!session.replacesExpired)
        }
        try await desk.visit(sending: "\(dead); \(try desk.cookie("buried"))") { #expect($0.replacesExpired) }
        #expect(desk.calls == [.load, .load, .load, .load])
    }

    @Test func `four are tried and no more`() async throws {
        let desk = try Desk()
        let good = try #require(try await desk.signedIn().header())
        let dead = try (1...4).map { try desk.cookie("dead\($0)") }
        try await desk.visit(sending: (dead.prefix(3) + [good]).joined(separator: "; ")) { #expect(!$0.isNew) }
        desk.store.forgetCalls()
        try await desk.visit(sending: (dead + [good]).joined(separator: "; ")) { #expect($0.isNew) }
        #expect(desk.calls == Array(repeating: .load, count: 4))
    }

    @Test func `as in Express only the first counts under its policy`() async throws {
        let desk = try Desk(.express)
        let good = try #require(try await desk.signedIn().header())
        for first in ["connect.sid=x", try desk.cookie("dead")] {
            let session = try await desk.open(sending: "\(first); \(good)")
            #expect(session.isNew)
        }
    }

    @Test(arguments: [false, true])
    func `a sign-out ends the sessions of all, so that none of them signs in again`(_ isUnread: Bool) async throws {
        let desk = try Desk()
        let cookies = try await [desk.signedIn(), desk.signedIn()].compactMap { $0.header() }.joined(separator: "; ")
        if isUnread {
            let exchange = desk.exchange(cookies)
            let id = try #require(desk.keeper.identify(exchange))
            try await desk.keeper.openUnread(id, for: exchange).destroyNow()
        } else {
            try await desk.visit(sending: cookies) { $0.destroy() }
        }
        #expect(try await desk.memory.count() == 0)
    }

    @Test func `where the store fails at one of them, the other still ends, and the failure is told`() async throws {
        let desk = try Desk()
        let cookies = try await [desk.signedIn(), desk.signedIn()].compactMap { $0.header() }.joined(separator: "; ")
        desk.store.fail(.delete, times: 1)
        try await desk.visit(sending: cookies) { session in
            await #expect(throws: StoreError.self) { try await session.destroyNow() }
        }
        #expect(try await desk.memory.count() == 1)
        let session = try await desk.open(sending: cookies)
        #expect(session.isNew)
    }
}

/// Counts calls.
final class CallCount: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func add() {
        number.withLock { $0 += 1 }
    }
}

extension Desk {
    fileprivate static func counting(_ count: CallCount) throws -> Desk {
        try Desk { options in
            options.makeID = { _ in
                count.add()
                var generator = SystemRandomNumberGenerator()
                return .random(using: &generator)
            }
        }
    }

    /// The signed cookie of an id.
    fileprivate func cookie(_ id: String) throws -> String {
        "connect.sid=" + keeper.signer.cookieValue(for: id)
    }

    fileprivate func open(sending cookies: String) async throws -> Session {
        let exchange = exchange(cookies)
        return try await keeper.open(keeper.identify(exchange), for: exchange)
    }

    fileprivate func visit(sending cookies: String, _ body: (Session) async throws -> Void) async throws {
        let session = try await open(sending: cookies)
        try await body(session)
        _ = try await keeper.commit(session)
    }
}
