/// One request of a walk, and what it is for.
struct Step: Hashable, Sendable {
    /// Which app is asked: the one where the walk begins, or the other.
    enum Side: Hashable, Sendable {
        case here, there
    }

    /// What is asked of it; both apps have a route for each.
    enum Deed: String, Hashable, Sendable {
        case read, signin, count, save, touch, unset, write, say, show, forget, signout

        var method: String { self == .read ? "GET" : "POST" }
        var path: String { "/" + rawValue }
        var request: String { "\(method) \(path)" }
        /// Whether the request has no session afterwards, and nothing of it to tell.
        var endsSession: Bool { self == .signout || self == .unset }
    }

    /// Whose cookie goes with it.
    enum Who: Hashable, Sendable {
        /// The one that the browser got last.
        case browser
        /// None: somebody who was never here.
        case stranger
        /// The one of before the last sign-in or sign-out.
        case latecomer
    }

    let what: String
    let side: Side
    let deed: Deed
    let who: Who

    init(_ what: String, _ side: Side, _ deed: Deed, as who: Who = .browser) {
        self.what = what
        self.side = side
        self.deed = deed
        self.who = who
    }

    /// The walk; it is gone from either app.
    static let all = [
        Step("a stranger is nobody here", .here, .read, as: .stranger),
        Step("a stranger is nobody there", .there, .read, as: .stranger),
        Step("sign in here", .here, .signin),
        Step("signed in there", .there, .read),
        Step("change there", .there, .count),
        Step("seen here", .here, .read),
        Step("change here", .here, .count),
        Step("change there, and save before the end", .there, .save),
        Step("seen here, and touched", .here, .touch),
        Step("unset there: what it changed is forgotten", .there, .unset),
        Step("and the session goes on here", .here, .save),
        Step("store all kinds of values here", .here, .write),
        Step("which come back there", .there, .read),
        Step("change there, and they stay as they are", .there, .count),
        Step("store all kinds of values there", .there, .write),
        Step("which come back here", .here, .read),
        Step("change here, and they stay as they are", .here, .count),
        Step("leave a message there", .there, .say),
        Step("and one here", .here, .say),
        Step("both are shown there", .there, .show),
        Step("remove values here", .here, .forget),
        Step("gone there", .there, .read),
        Step("sign in again there", .there, .signin),
        Step("the old cookie is refused there", .there, .read, as: .latecomer),
        Step("the old cookie is refused here", .here, .read, as: .latecomer),
        Step("the new one is good here", .here, .count),
        Step("sign out here", .here, .signout),
        Step("signed out: refused there", .there, .read, as: .latecomer),
        Step("and here", .here, .read, as: .latecomer),
        Step("sign in there", .there, .signin),
        Step("signed in here", .here, .count),
        Step("sign out there", .there, .signout),
        Step("signed out: refused here", .here, .read, as: .latecomer),
        Step("and there", .there, .read, as: .latecomer),
    ]
}

/// Which framework an app is of.
enum Framework: String, Hashable, Sendable, CaseIterable {
    case express, portero

    /// What is stored on `write`, as JavaScript's `JSON.stringify` has it.
    var written: String {
        switch self {
        case .express:
            #"{"text":"ñ \#u{2028} </script> \"quoted\" \\ / \u0007 😀","lone":"\ud800","#
                + #""numbers":[0,0,1.5,1e+21,1e-7,123456789012345680000,0.30000000000000004,9007199254740991,null],"#
                + #""odd":{"9":"nine","10":"ten","b":1,"a":2,"":3},"date":"1970-01-01T00:00:00.000Z","nothing":null,"#
                + #""empty":{},"list":[],"nested":[[{"deep":true}]]}"#
        case .portero:
            #"{"count":3,"extremes":[100000000000000000000,1e-7,1e+21],"isOpen":false,"#
                + #""lines":[{"price":12.5,"title":"Té 😀 \"verde\""}],"path":"a/b\\c","ratio":0.1}"#
        }
    }
}
