import HTTPCookies
import StoreTesting
import Testing

@testable import Sessions

@Suite("A session's state is a value, without a lock, a task or a store") struct SessionStateTests {
    @Test(arguments: ChangeRow.all)
    func `each history amounts to one change`(_ row: ChangeRow) throws {
        var state = try loaded()
        row.history(&state)
        #expect(state.change == row.change)
    }

    @Test func `a sealed session takes no change, and is sealed once`() throws {
        var state = try loaded()
        _ = state.note(.set("b", RawValue(1)))
        #expect(state.seal(Policy(), now: ManualClock.start) != nil)
        #expect(state.seal(Policy(), now: ManualClock.start) == nil)
        #expect(state.note(.set("a", RawValue(2))) == .late)
        #expect(state.noteUpdate(of: "a", to: nil, by: { $0 }, since: state.version) == .late)
        #expect(state.renew(by: .session, keeping: nil) == .late)
        #expect(state.end(.wished) == .late)
    }

    @Test func `an ended session takes no change and shows no value`() throws {
        var state = try loaded()
        #expect(state.end(.wished) == .noted)
        #expect(state.fields.names.isEmpty)
        #expect(state.note(.set("a", RawValue(2))) == .ended)
        #expect(state.renew(by: .credentials, keeping: nil) == .ended)
        #expect(state.change == .destroyed)
    }

    @Test func `an update noted over another change has to run again`() throws {
        var state = try loaded()
        let version = state.version
        _ = state.note(.set("b", RawValue(1)))
        #expect(state.noteUpdate(of: "a", to: RawValue(9), by: { $0 }, since: version) == nil)
        #expect(state.fields["a"]?.int == 1)
    }

    @Test func `credentials, once verified, stay verified`() throws {
        var state = try loaded()
        _ = state.note(.set("before", RawValue(1)))
        _ = state.renew(by: .credentials, keeping: nil)
        _ = state.note(.set("loggedin", RawValue(true)))
        _ = state.renew(by: .session, keeping: nil)
        #expect(state.renewal?.authority == .credentials)
        #expect(state.renewal?.mark == 1)
    }

    @Test func `an id made for one renewal is not given to the next`() throws {
        var state = try loaded()
        #expect(state.nextID == (try id("sid")))
        _ = state.renew(by: .session, keeping: nil)
        let first = state.newID.turn
        #expect(state.nextID == nil)
        #expect(state.take(try id("x"), for: first) == (try id("x")))
        #expect(state.take(try id("late"), for: first) == (try id("x")))
        _ = state.renew(by: .session, keeping: nil)
        #expect(state.nextID == nil)
        #expect(state.take(try id("late"), for: first) == (try id("late")))
        #expect(state.take(try id("y"), for: state.newID.turn) == (try id("y")))
        #expect(state.nextID == (try id("y")))
    }

    @Test func `what came after a save is still to be done, and a later renewal keeps its place`() throws {
        var state = try loaded()
        _ = state.note(.set("a", RawValue(2)))
        let saved = state
        _ = state.note(.set("b", RawValue(3)))
        _ = state.renew(by: .credentials, keeping: nil)
        _ = state.note(.set("c", RawValue(4)))
        state.settle(saved, as: try page(of: saved), under: try id("sid"), owesCookie: true)
        #expect(state.journal.entries.count == 2)
        #expect(state.renewal?.mark == 1)
        #expect(state.fields.names == ["cookie", "a", "_portero", "b", "c"])
        #expect(state.owesCookie)
    }

    @Test func `a session that ends during a save stays ended, under the id that was saved`() throws {
        var state = try loaded()
        _ = state.renew(by: .session, keeping: nil)
        let saved = state
        _ = state.end(.wished)
        state.settle(saved, as: try page(of: saved), under: try id("x"), owesCookie: true)
        #expect(state.fields.names.isEmpty)
        #expect(state.knownID == (try id("x")))
        #expect(state.change == .destroyed)
    }

    private func page(of state: SessionState) throws -> Draft.Page {
        let draft = Draft(journal: state.journal, renews: false, beginning: state.beginning, policy: Policy())
        guard case .loaded(_, let record) = state.source else { throw SessionError.gone }
        return draft.page(try draft.write(over: Draft.Sheet(record), now: ManualClock.start), now: ManualClock.start)
    }

    private func loaded() throws -> SessionState {
        let record = try #require(SessionRecord(json: Array(#"{"cookie":{},"a":1}"#.utf8), expiry: ManualClock.start))
        return SessionState(
            .loaded(try id("sid"), record), fields: record.fields,
            lifetime: Lifetime(Policy(), maxAge: nil, times: nil), beginning: StoredCookie())
    }

    private func id(_ text: String) throws -> SessionID {
        try #require(SessionID(text))
    }
}

struct ChangeRow: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: CommitPlan.Change
    let history: @Sendable (inout SessionState) -> Void

    init(
        _ description: String, _ change: CommitPlan.Change, _ history: @escaping @Sendable (inout SessionState) -> Void
    ) {
        testDescription = description
        self.change = change
        self.history = history
    }

    static let all = [
        ChangeRow("nothing", .untouched) { _ in },
        ChangeRow("the same bytes set again", .untouched) { _ = $0.note(.set("a", RawValue(1))) },
        ChangeRow("an absent value removed", .untouched) { _ = $0.note(.remove("b")) },
        ChangeRow("the same cookie attribute", .untouched) { _ = $0.note(.editCookie(.path, RawValue("/"))) },
        ChangeRow("another value set", .modified) { _ = $0.note(.set("a", RawValue(2))) },
        ChangeRow("a value removed", .modified) { _ = $0.note(.remove("a")) },
        ChangeRow("a cookie attribute changed", .modified) { _ = $0.note(.editCookie(.path, RawValue("/x"))) },
        ChangeRow("a change that cannot be made", .modified) { _ = $0.note(.fail(SessionError.reservedKey("id"))) },
        ChangeRow("destroyed after a change", .destroyed) {
            _ = $0.note(.set("a", RawValue(2)))
            _ = $0.end(.wished)
        },
        ChangeRow("unset after a change", .unset) {
            _ = $0.note(.set("a", RawValue(2)))
            _ = $0.end(.unset)
        },
        ChangeRow("destroyed, then unset", .destroyed) {
            _ = $0.end(.wished)
            _ = $0.end(.unset)
        },
        ChangeRow("unset, then destroyed", .destroyed) {
            _ = $0.end(.unset)
            _ = $0.end(.wished)
        },
        ChangeRow("touched", .untouched) { _ = $0.touch(asOf: ManualClock.start) },
        ChangeRow("another date of the cookie", .untouched) {
            var cookie = $0.cookie(asOf: ManualClock.start)
            cookie.expires = .epoch
            _ = $0.take(SessionCookie(cookie, asOf: ManualClock.start, isSecure: false))
        },
        ChangeRow("ended in the store, then wished to end", .ended) {
            _ = $0.end(.done)
            _ = $0.end(.wished)
        },
    ]
}
