import HTTPTypes
import Portero
import StoreTesting
import Testing

/// One row of vLife's contract: what a browser sends, and what it and the store have afterwards.
struct SignOutRow: Sendable, CustomTestStringConvertible {
    /// Which cookie the browser sends.
    enum Sent: Sendable {
        /// None.
        case nothing
        /// That of the session which the store has.
        case own
        /// A signed one of a session that is not there any more.
        case stale
        /// The right id under another secret's signature.
        case forged
        /// The right id without a signature.
        case unsigned
        /// The right value under another name.
        case otherName
        /// Bytes that are no session cookie at all.
        case garbage
        /// The right one, in the second of two `Cookie` fields, as HTTP/2 splits them.
        case split
    }

    /// What the store has afterwards.
    enum Left: Sendable {
        case gone, untouched
    }

    let testDescription: String
    var sent = Sent.own
    /// What the session holds, beside its cookie.
    var values = ana
    var method = HTTPRequest.Method.get
    var path = "/auth/logout"
    var fields: HTTPFields = [:]
    /// Which of the store's operations fail.
    var failing: [FaultyStore.Operation] = []
    var clears = false
    var left = Left.untouched
    var body = ""

    init(_ description: String, _ change: (inout SignOutRow) -> Void) {
        testDescription = description
        change(&self)
    }

    /// The request's fields.
    func request() throws -> HTTPFields {
        var fields = fields
        let value = try House.cookie(House.id)
        switch sent {
        case .nothing: break
        case .own: fields[values: .cookie] = [value]
        case .stale:
            fields[values: .cookie] = [try House.cookie(SessionID(staticText: "stale-stale-stale-stale-stale-st"))]
        case .forged: fields[values: .cookie] = [try House.cookie(House.id, secret: "somebody else's")]
        case .unsigned: fields[values: .cookie] = ["connect.sid=s%3A\(House.id.text)"]
        case .otherName: fields[values: .cookie] = ["Connect.sid=" + value.dropFirst(12)]
        case .garbage: fields[values: .cookie] = ["connect.sid=%FF%; connect.sid; =;;"]
        case .split: fields[values: .cookie] = ["theme=dark", value]
        }
        return fields
    }
}

extension SignOutRow {
    private static let json = #"{"redirectTo":"/auth/signin","session":null,"loggedIn":false}"#

    /// Who is signed in, as JavaScript's `loggedin == true` holds.
    static let signedIn: [SignOutRow] = [
        SignOutRow("signed in, loggedin true") { row in
            row.clears = true
            row.left = .gone
        },
        SignOutRow("signed in, loggedin 1") { row in
            row.values = #""loggedin":1,"name":"Ana","usrId":"a7""#
            row.clears = true
            row.left = .gone
        },
        SignOutRow(#"signed in, loggedin "1""#) { row in
            row.values = #""loggedin":"1","name":"Ana","usrId":42"#
            row.clears = true
            row.left = .gone
        },
        SignOutRow("signed in, two Cookie fields (C-11)") { row in
            row.sent = .split
            row.clears = true
            row.left = .gone
        },
        SignOutRow("signed in, Accept prefers JSON") { row in
            row.fields = [.accept: "application/json"]
            row.clears = true
            row.left = .gone
            row.body = json
        },
        SignOutRow("signed in, the path spelled otherwise") { row in
            row.path = "//auth//logout/?x=1"
            row.clears = true
            row.left = .gone
        },
        SignOutRow("signed in, a link of another site") { row in
            row.fields = .of(("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"))
            row.clears = true
            row.left = .gone
        },
    ]

    /// Who is not.
    static let notSignedIn: [SignOutRow] = [
        SignOutRow("live, not signed in") { $0.values = #""cart":[1]"# },
        SignOutRow("live, loggedin false") { $0.values = #""loggedin":false,"name":"Ana","usrId":42"# },
        SignOutRow("live, loggedin 2") { $0.values = #""loggedin":2,"name":"Ana","usrId":42"# },
        SignOutRow(#"live, loggedin "true", which JavaScript does not hold equal to true"#) { row in
            row.values = #""loggedin":"true","name":"Ana","usrId":42"#
        },
        SignOutRow("no cookie") { $0.sent = .nothing },
        SignOutRow("no cookie, Accept prefers JSON") { row in
            row.sent = .nothing
            row.fields = [.accept: "text/html;q=0.5, application/json"]
            row.body = json
        },
        SignOutRow("a stale cookie") { $0.sent = .stale },
        SignOutRow("a forged cookie") { $0.sent = .forged },
        SignOutRow("an unsigned cookie") { $0.sent = .unsigned },
        SignOutRow("a cookie of another name") { $0.sent = .otherName },
        SignOutRow("a cookie of garbage") { $0.sent = .garbage },
    ]

    /// What answers and has no effect.
    static let safe: [SignOutRow] = [
        SignOutRow("HEAD") { $0.method = .head },
        SignOutRow("HEAD, the path spelled otherwise") { row in
            row.method = .head
            row.path = "//auth//logout"
        },
        SignOutRow("prefetch") { $0.fields = .of(("Sec-Purpose", "prefetch")) },
        SignOutRow("prerender") { $0.fields = .of(("Sec-Purpose", "prefetch;prerender")) },
        SignOutRow("prefetch by an anonymous proxy") { row in
            row.fields = .of(("Sec-Purpose", "prefetch;anonymous-client-ip"))
        },
        SignOutRow("prefetch as Safari has it") { $0.fields = .of(("Purpose", "prefetch")) },
        SignOutRow("prefetch as Firefox had it, Accept prefers JSON") { row in
            row.fields = .of(("X-Moz", "Prefetch"), ("Accept", "application/json"))
            row.body = json
        },
    ]

    /// A store that fails.
    static let failing: [SignOutRow] = [
        SignOutRow("the store fails to load") { row in
            row.failing = [.load]
            row.clears = true
            row.left = .gone
        },
        SignOutRow("the store fails to delete") { row in
            row.failing = [.delete]
            row.clears = true
        },
        SignOutRow("the store fails altogether") { row in
            row.failing = FaultyStore.Operation.allCases
            row.clears = true
        },
        SignOutRow("the store fails altogether, Accept prefers JSON") { row in
            row.failing = FaultyStore.Operation.allCases
            row.fields = [.accept: "application/json"]
            row.clears = true
            row.body = json
        },
        SignOutRow("the store fails altogether, HEAD") { row in
            row.failing = FaultyStore.Operation.allCases
            row.method = .head
        },
        SignOutRow("the store fails altogether, no cookie") { row in
            row.failing = FaultyStore.Operation.allCases
            row.sent = .nothing
        },
        SignOutRow("the store fails altogether, a forged cookie") { row in
            row.failing = FaultyStore.Operation.allCases
            row.sent = .forged
        },
    ]
}
