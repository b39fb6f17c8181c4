import StoreTesting
import Testing

@testable import Sessions

/// What express-session 1.19.0 did, recorded on Node 20: which store calls, and whether a `Set-Cookie` went out.
///
/// Its `get` is our `load`, its `set` our `create` or `replace`. Ours under `Policy.express`, with the row's options.
@Suite("Under Policy.express the store is asked what Express asks it") struct ExpressDecisionTests {
    static let rows: [ExpressRow] = [
        ExpressRow(.none, .nothing, saveUninitialized: false, resave: false, calls: [], cookie: false),
        ExpressRow(.none, .nothing, saveUninitialized: false, resave: true, calls: [], cookie: false),
        ExpressRow(.none, .nothing, saveUninitialized: true, resave: false, calls: ["set"], cookie: true),
        ExpressRow(.none, .nothing, saveUninitialized: true, resave: true, calls: ["set"], cookie: true),
        ExpressRow(.none, .set, saveUninitialized: false, resave: false, calls: ["set"], cookie: true),
        ExpressRow(.none, .set, saveUninitialized: false, resave: true, calls: ["set"], cookie: true),
        ExpressRow(.known, .nothing, resave: false, calls: ["get", "touch"], cookie: false),
        ExpressRow(.known, .nothing, resave: true, calls: ["get", "set"], cookie: false),
        ExpressRow(.known, .nothing, resave: false, rolling: true, calls: ["get", "touch"], cookie: true),
        ExpressRow(.known, .nothing, resave: true, rolling: true, calls: ["get", "set"], cookie: true),
        ExpressRow(.known, .set, resave: false, calls: ["get", "set"], cookie: false),
        ExpressRow(.known, .set, resave: true, calls: ["get", "set"], cookie: false),
        ExpressRow(.known, .set, resave: false, maxAge: true, calls: ["get", "set"], cookie: true),
        ExpressRow(.known, .set, resave: true, maxAge: true, calls: ["get", "set"], cookie: true),
        ExpressRow(.stale, .nothing, saveUninitialized: false, resave: false, calls: ["get"], cookie: false),
        ExpressRow(.stale, .nothing, saveUninitialized: false, resave: true, calls: ["get"], cookie: false),
        ExpressRow(.stale, .nothing, saveUninitialized: true, resave: false, calls: ["get", "set"], cookie: true),
        ExpressRow(.stale, .nothing, saveUninitialized: true, resave: true, calls: ["get", "set"], cookie: true),
        ExpressRow(.forged, .nothing, saveUninitialized: false, resave: false, calls: [], cookie: false),
        ExpressRow(.forged, .nothing, saveUninitialized: true, resave: true, calls: ["set"], cookie: true),
        ExpressRow(.forged, .set, saveUninitialized: false, resave: false, calls: ["set"], cookie: true),
    ]

    @Test(arguments: rows)
    func `each recorded row`(_ row: ExpressRow) async throws {
        var policy = Policy.express
        policy.resave = row.resave
        policy.saveUninitialized = row.saveUninitialized
        policy.rolling = row.rolling
        let desk = try Desk(policy)
        let browser = try await row.browser(of: desk)
        // Express touches on every request, ours once a minute at the most: the record was written before that.
        desk.clock.advance(by: .seconds(90))
        let line = try await desk.visit(browser) { session in
            if row.change == .set { session["n"] = 1 }
        }
        #expect(desk.calls.map(\.expressName) == row.calls)
        #expect((line != nil) == row.setsCookie)
    }
}

struct ExpressRow: Sendable, CustomTestStringConvertible {
    enum Cookie { case none, known, stale, forged }
    enum Change { case nothing, set }

    let cookie: Cookie
    let change: Change
    let saveUninitialized, resave, rolling, maxAge: Bool
    let calls: [String]
    let setsCookie: Bool

    init(
        _ sent: Cookie, _ change: Change, saveUninitialized: Bool = false, resave: Bool, rolling: Bool = false,
        maxAge: Bool = false, calls: [String], cookie setsCookie: Bool
    ) {
        self.cookie = sent
        self.change = change
        self.saveUninitialized = saveUninitialized
        self.resave = resave
        self.rolling = rolling
        self.maxAge = maxAge
        self.calls = calls
        self.setsCookie = setsCookie
    }

    func browser(of desk: Desk) async throws -> CookieJar {
        let life = maxAge ? "60000" : "null"
        let json = #"{"cookie":{"originalMaxAge":\#(life),"expires":null,"httpOnly":true,"path":"/"},"a":1}"#
        let browser = cookie == .none ? CookieJar() : try await desk.plant(json)
        switch cookie {
        case .none, .known: break
        case .stale: _ = try await desk.memory.delete(desk.keeper.key(of: #require(SessionID("sid"))))
        case .forged: browser.receive(["connect.sid=s%3Asid.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; Path=/"])
        }
        return browser
    }

    var testDescription: String {
        "\(cookie) cookie, \(change), resave \(resave), saveUninitialized \(saveUninitialized), rolling \(rolling), "
            + "maxAge \(maxAge)"
    }
}

extension FaultyStore.Operation {
    /// What express-session's stores call it.
    var expressName: String {
        switch self {
        case .load: "get"
        case .create, .replace: "set"
        case .touch: "touch"
        case .delete: "destroy"
        case .move: "destroy+set"
        case .sweep: "prune"
        }
    }
}
