import Testing

@testable import Sessions

@Suite("The save policy is one table") struct CommitPlanTests {
    /// The rows of the table; a bit that a row does not name makes no difference there.
    static let rows: [PlanRow] = [
        PlanRow(.new, .untouched, saveUninitialized: false, .nothing, .keep),
        PlanRow(.new, .untouched, saveUninitialized: true, .create, .set),
        PlanRow(.new, .modified, .create, .set),
        PlanRow(.new, .renewed, .create, .set),
        PlanRow(.new, .saving, .create, .set),
        PlanRow(.new, .saved, .nothing, .keep),
        PlanRow(.new, .destroyed, .nothing, .keep),
        PlanRow(.new, .ended, .nothing, .keep),
        PlanRow(.new, .unset, .nothing, .keep),
        PlanRow(.loaded, .untouched, resave: false, rolling: false, .touch, .keep),
        PlanRow(.loaded, .untouched, resave: false, rolling: true, .touch, .set),
        PlanRow(.loaded, .untouched, resave: true, rolling: false, .replace, .keep),
        PlanRow(.loaded, .untouched, resave: true, rolling: true, .replace, .set),
        PlanRow(.loaded, .saving, rolling: false, .replace, .keep),
        PlanRow(.loaded, .saving, rolling: true, .replace, .set),
        PlanRow(.loaded, .saved, rolling: false, .touch, .keep),
        PlanRow(.loaded, .saved, rolling: true, .touch, .set),
        PlanRow(.loaded, .modified, rolling: false, expires: false, .replace, .keep),
        PlanRow(.loaded, .modified, rolling: false, expires: true, .replace, .set),
        PlanRow(.loaded, .modified, rolling: true, .replace, .set),
        PlanRow(.loaded, .renewed, .move, .set),
        PlanRow(.loaded, .destroyed, .delete, .expire),
        PlanRow(.loaded, .ended, .nothing, .expire),
        PlanRow(.loaded, .unset, unset: .keep, .nothing, .keep),
        PlanRow(.loaded, .unset, unset: .destroy, .delete, .expire),
        PlanRow(.unread, .untouched, .nothing, .keep),
        PlanRow(.unread, .saving, .refuse, .keep),
        PlanRow(.unread, .saved, .nothing, .keep),
        PlanRow(.unread, .modified, .refuse, .keep),
        PlanRow(.unread, .renewed, .refuse, .keep),
        PlanRow(.unread, .destroyed, .delete, .expire),
        PlanRow(.unread, .ended, .nothing, .expire),
        PlanRow(.unread, .unset, unset: .keep, .nothing, .keep),
        PlanRow(.unread, .unset, unset: .destroy, .delete, .expire),
    ]

    @Test(arguments: PlanCase.all)
    func `every case stands in one row, and ends as it says`(_ planCase: PlanCase) throws {
        let fitting = Self.rows.filter { $0.fits(planCase) }
        #expect(fitting.count == 1)
        let row = try #require(fitting.first)
        #expect(planCase.plan == CommitPlan(row.store, row.cookie))
    }

    @Test func `there are 768 cases, and no row is idle`() {
        #expect(PlanCase.all.count == 768)
        for row in Self.rows { #expect(PlanCase.all.contains { row.fits($0) }, "\(row)") }
    }
}

/// One row of the table.
struct PlanRow {
    let origin: CommitPlan.Origin
    let change: CommitPlan.Change
    let resave, saveUninitialized, rolling, expires: Bool?
    let unset: Policy.Unset?
    let store: CommitPlan.StoreAction
    let cookie: CommitPlan.CookieAction

    init(
        _ origin: CommitPlan.Origin, _ change: CommitPlan.Change, resave: Bool? = nil, saveUninitialized: Bool? = nil,
        rolling: Bool? = nil, expires: Bool? = nil, unset: Policy.Unset? = nil, _ store: CommitPlan.StoreAction,
        _ cookie: CommitPlan.CookieAction
    ) {
        self.origin = origin
        self.change = change
        self.resave = resave
        self.saveUninitialized = saveUninitialized
        self.rolling = rolling
        self.expires = expires
        self.unset = unset
        self.store = store
        self.cookie = cookie
    }

    func fits(_ other: PlanCase) -> Bool {
        origin == other.origin && change == other.change && resave ?? other.policy.resave == other.policy.resave
            && saveUninitialized ?? other.policy.saveUninitialized == other.policy.saveUninitialized
            && rolling ?? other.policy.rolling == other.policy.rolling && expires ?? other.expires == other.expires
            && unset ?? other.policy.unset == other.policy.unset
    }
}

/// One case of the whole product.
struct PlanCase: Sendable, CustomTestStringConvertible {
    let origin: CommitPlan.Origin
    let change: CommitPlan.Change
    let policy: Policy
    let expires: Bool

    static let all: [PlanCase] = CommitPlan.Origin.allCases.flatMap { origin in
        CommitPlan.Change.allCases.flatMap { change in
            (0..<32).map { bits in
                var policy = Policy()
                policy.resave = bits & 1 != 0
                policy.saveUninitialized = bits & 2 != 0
                policy.rolling = bits & 4 != 0
                policy.unset = bits & 16 != 0 ? .destroy : .keep
                return PlanCase(origin: origin, change: change, policy: policy, expires: bits & 8 != 0)
            }
        }
    }

    var plan: CommitPlan { .decide(origin, change, expires: expires, policy) }

    var testDescription: String {
        let flags = [
            policy.resave ? "resave" : nil, policy.saveUninitialized ? "saveUninitialized" : nil,
            policy.rolling ? "rolling" : nil, expires ? "expires" : nil, policy.unset == .destroy ? "unset" : nil,
        ]
        return (["\(origin)", "\(change)"] + flags.compactMap { $0 }).joined(separator: ", ")
    }
}
