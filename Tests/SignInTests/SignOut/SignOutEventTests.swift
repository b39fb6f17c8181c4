import HTTPCookies
import HTTPTypes
import Logging
import Sessions
import SignIn
import StoreTesting
import Synchronization
import Testing

@Suite("Each sign-out leaves one event") struct SignOutEventTests {
    private let clock = ManualClock()
    private let log = LogRecorder()
    private let seen = Seen()

    private final class Seen: Sendable {
        private let events = Mutex<[SignOutEvent]>([])

        var all: [SignOutEvent] { events.withLock { $0 } }

        func add(_ event: SignOutEvent) {
            events.withLock { $0.append(event) }
        }
    }

    private func run(_ session: Session? = nil, _ headers: HTTPFields = [:]) -> SignOutRun {
        SignOutRun(
            method: .get, route: "/auth/logout", headers: headers, session: session, client: "203.0.113.9",
            clock: clock, logger: log.logger)
    }

    private func event(
        of run: SignOutRun, @SignOutBuilder _ steps: () -> [any SignOutStep]
    ) async throws -> SignOutEvent {
        _ = try? await SignOut(observer: seen.add, steps)(run)
        #expect(seen.all.count == 1)
        return try #require(seen.all.first)
    }

    @Test func `it says when, where, who, from where, what was done and what was answered`() async throws {
        let fixture = try SessionFixture()
        let session = try await fixture.session(#""loggedin":true,"name":"Ana","usrId":42"#)
        let event = try await event(of: run(session)) {
            DestroySession()
            ScriptedStep("revoke", skipping: "no cookie refreshToken")
            Redirect(to: "/auth/signin")
        }
        #expect(event.time == clock.now())
        #expect(event.method == "GET")
        #expect(event.route == "/auth/logout")
        #expect(event.user == .integer(42))
        #expect(event.client == "203.0.113.9")
        #expect(event.status == 302)
        #expect(event.duration >= .zero)
        #expect(event.isComplete)
        #expect(
            event.steps.map(\.description) == [
                "destroy the session: done", "revoke: skipped, no cookie refreshToken",
            ])
        #expect(event.steps.map(\.outcome) == [.done, .skipped("no cookie refreshToken")])
    }

    @Test func `it is logged at notice, once, under names that stay`() async throws {
        let event = try await event(of: run()) {
            ExpireCookie("a", .path("/b"))
            Reply("{}")
        }
        let lines = log.lines.filter { $0.level == .notice }
        #expect(lines.map(\.text) == ["sign-out"])
        #expect(
            event.metadata.filter { $0.key != "ms" } == [
                "event": "sign-out", "method": "GET", "route": "/auth/logout", "client": "203.0.113.9",
                "status": "200", "complete": "true", "steps": ["expire cookie a of path /b: done"],
            ])
        #expect(event.metadata["ms"] != nil)
    }

    @Test func `it tells a failure that was ignored from one that was not`() async throws {
        let event = try await event(of: run()) {
            ScriptedStep("a", throwing: FailureHandlingTests.down).ignoringFailure()
            AttemptAll {
                ScriptedStep("b", throwing: LeakingError())
                ScriptedStep("c")
            }
            .onFailure(Reply("{}", status: .serviceUnavailable))
            ScriptedStep("d")
        }
        #expect(event.status == 503)
        #expect(!event.isComplete)
        #expect(
            event.steps.map(\.description) == [
                "a: failed, ignored, store unavailable in delete: no route to host", "b: failed, LeakingError",
                "c: done",
            ])
    }

    @Test func `it tells the status of a failure that nobody handles`() async throws {
        let event = try await event(of: run()) { ScriptedStep("a", throwing: FailureHandlingTests.down) }
        #expect(event.status == 503)
        #expect(event.steps.map(\.outcome) == [.failed("store unavailable in delete: no route to host")])
    }

    @Test func `a store that cannot destroy the session is told, though the answer is the same`() async throws {
        let fixture = try SessionFixture()
        let session = try await fixture.session(#""loggedin":true"#)
        fixture.store.fail(.delete)
        let event = try await event(of: run(session)) {
            DestroySession()
            Redirect(to: "/")
        }
        #expect(event.status == 302)
        #expect(!event.isComplete)
        guard case .ignored = event.steps.first?.outcome else {
            Issue.record("expected an ignored failure, met \(event.steps)")
            return
        }
    }

    /// What a session holds, and why nothing is destroyed; `nil`: no session at all.
    static let idle: [(values: String?, reason: String)] = [
        (nil, "no session"), (#""cart":[1]"#, "nobody is signed in"),
    ]

    @Test(arguments: idle)
    func `it says why there was nothing to do, and then names nobody`(values: String?, reason: String) async throws {
        let fixture = try SessionFixture()
        var session: Session?
        if let values { session = try await fixture.session(values) }
        let event = try await event(of: run(session)) { DestroySession() }
        #expect(event.steps.map(\.outcome) == [.skipped(reason)])
        #expect(event.user == nil)
        #expect(event.metadata["user"] == nil)
    }

    @Test func `a step may tell who it was`() async throws {
        struct Knowing: SignOutStep {
            let description = "know"

            func run(_ run: inout SignOutRun) {
                run.user = .text("a7")
            }
        }
        let event = try await event(of: run()) { Knowing() }
        #expect(event.user == .text("a7"))
        #expect(event.metadata["user"] == "a7")
    }

    @Test func `where nothing ends there is none`() async throws {
        _ = try await SignOut(observer: seen.add) { DestroySession() }(run(), isSafe: true)
        #expect(seen.all == [])
        #expect(log.lines == [])
    }

    @Test func `no session id, no cookie and no token stands in it`() async throws {
        let fixture = try SessionFixture()
        let session = try await fixture.session(#""loggedin":true"#)
        fixture.store.fail(.delete)
        let id = try await session.id.text
        let cookie = "refreshToken=s3cret; connect.sid=\(id)"
        let event = try await event(of: run(session, [.cookie: cookie, .authorization: "Bearer s3cret"])) {
            DestroySession()
            ExpireCookie("refreshToken")
            ScriptedStep("a", throwing: LeakingError())
        }
        for text in ["\(event)", "\(event.metadata)", "\(log.lines)"] {
            #expect(!text.contains("s3cret"))
            #expect(!text.contains(id))
        }
    }

    @Test func `a run gives its steps the cookies and the time`() {
        let run = run(nil, [.cookie: "a=%41; b=2"])
        #expect(run.cookies.value(named: "a") == "A")
        #expect(run.now == clock.now())
    }
}
