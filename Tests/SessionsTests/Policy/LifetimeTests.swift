import HTTPCookies
import StoreTesting
import Testing

@testable import Sessions

@Suite("A session's life is limited on the server") struct LifetimeTests {
    private let start = ManualClock.start

    @Test func `it ends when its idle limit is over (OW-15)`() {
        #expect(lifetime(renewed: true).expiry(from: start) == start + .seconds(24 * 3600))
    }

    @Test func `one that nobody has signed in to ends after half an hour`() {
        #expect(lifetime(renewed: false).expiry(from: start) == start + .seconds(1800))
    }

    @Test func `one begun in Express has the long limit, since nobody can say`() {
        let lifetime = Lifetime(Policy(), maxAge: nil, times: nil)
        #expect(lifetime.expiry(from: start) == start + .seconds(24 * 3600))
        #expect(!lifetime.hasEnded(at: start + .seconds(1_000_000_000)))
    }

    @Test func `its cookie's maxAge wins over both limits`() {
        #expect(lifetime(renewed: false, maxAge: .seconds(7)).expiry(from: start) == start + .seconds(7))
    }

    @Test func `it never lives longer than its absolute limit (OW-16)`() {
        let end = start + .seconds(30 * 24 * 3600)
        let lifetime = lifetime(renewed: true)
        #expect(lifetime.expiry(from: end + .seconds(-60)) == end)
        #expect(!lifetime.hasEnded(at: end + .milliseconds(-1)))
        #expect(lifetime.hasEnded(at: end))
    }

    @Test(arguments: [
        TouchRow(idle: 3600, since: 59, moves: false), TouchRow(idle: 3600, since: 60, moves: true),
        TouchRow(idle: 100, since: 4, moves: false), TouchRow(idle: 100, since: 5, moves: true),
        TouchRow(idle: 1200, since: 59, moves: false), TouchRow(idle: 1200, since: 60, moves: true),
    ])
    func `a touch is worth while after a minute, or a twentieth of a shorter limit`(_ row: TouchRow) {
        let lifetime = lifetime(renewed: true, maxAge: .seconds(row.idle))
        let written = lifetime.expiry(from: start)
        let now = start + .seconds(row.since)
        #expect(lifetime.touch(from: written, now: now) == (row.moves ? now + .seconds(row.idle) : nil))
    }

    @Test func `near its absolute end there is nothing left to touch`() {
        let lifetime = lifetime(renewed: true)
        let now = start + .seconds(30 * 24 * 3600 - 100)
        #expect(lifetime.touch(from: lifetime.expiry(from: now + .seconds(-3600)), now: now) == nil)
    }

    @Test func `a limit that was shortened shortens no record that stands`() {
        let lifetime = lifetime(renewed: true, maxAge: .seconds(10))
        #expect(lifetime.touch(from: start + .seconds(3600), now: start) == nil)
    }

    @Test(arguments: [
        (#"{"created":1,"device":"x","renewed":2}"#, 1, 2), (#"{"cr\u0065ated":1,"\u0072enewed":2}"#, 1, 2),
        (#"{"created":3,"renewed":4,"cr\u0065ated":1,"renewed":2}"#, 1, 2), (#"{"created":1,"renewed":null}"#, 1, nil),
        (#"{"renewed":2}"#, nil, nil), (#"{"created":1.5,"renewed":2}"#, nil, nil), ("[1]", nil, nil),
    ])
    func `its times are read however their names are written`(times: String, created: Int64?, renewed: Int64?) throws {
        let record = try #require(RecordFields(json: Array(#"{"a":1,"_portero":\#(times)}"#.utf8)))
        #expect(SessionTimes(of: record)?.created == created.map { Instant(milliseconds: $0) })
        #expect(SessionTimes(of: record)?.renewed == renewed.map { Instant(milliseconds: $0) })
    }

    @Test(arguments: [Int64.min, -1, 0, Int64.max])
    func `no time in a record overflows (promise 7)`(_ created: Int64) {
        let times = SessionTimes(created: Instant(milliseconds: created))
        let lifetime = Lifetime(Policy(), maxAge: nil, times: times)
        #expect(lifetime.expiry(from: start) <= start + .seconds(1800))
    }

    private func lifetime(renewed: Bool, maxAge: Duration? = nil) -> Lifetime {
        var times = SessionTimes(created: start)
        times.renewed = renewed ? start : nil
        return Lifetime(Policy(), maxAge: maxAge, times: times)
    }
}

struct TouchRow: Sendable, CustomTestStringConvertible {
    let idle, since: Int
    let moves: Bool

    var testDescription: String { "limit \(idle) s, \(since) s later: \(moves ? "moves" : "stays")" }
}
