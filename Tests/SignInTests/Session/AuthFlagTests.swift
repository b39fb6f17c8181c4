import Sessions
import SignIn
import Testing

@Suite("The auth flag tells from a session who is signed in") struct AuthFlagTests {
    /// A session's values, and who is signed in to it.
    static let rows: [(values: String, user: User?)] = [
        (#""loggedin":true,"name":"Ana Pérez","usrId":42"#, User(name: "Ana Pérez", usrId: .integer(42))),
        (#""loggedin":1,"name":"Ana","usrId":"a7""#, User(name: "Ana", usrId: .text("a7"))),
        (#""loggedin":1.0,"name":"Ana","usrId":7"#, User(name: "Ana", usrId: .integer(7))),
        (#""loggedin":"1","name":"Ana","usrId":"42""#, User(name: "Ana", usrId: .text("42"))),
        (#""loggedin":" 1\n","name":"Ana","usrId":1"#, User(name: "Ana", usrId: .integer(1))),
        (#""loggedin":true"#, User(name: "", usrId: .text(""))),
        (#""loggedin":true,"name":7,"usrId":1.5"#, User(name: "", usrId: .text("1.5"))),
        (#""loggedin":true,"name":"Ana","usrId":-3"#, User(name: "Ana", usrId: .integer(-3))),
        (#""loggedin":false,"name":"Ana","usrId":42"#, nil), (#""loggedin":0,"name":"Ana""#, nil),
        (#""loggedin":2,"name":"Ana""#, nil), (#""loggedin":"true","name":"Ana""#, nil),
        (#""loggedin":"yes","name":"Ana""#, nil), (#""loggedin":null,"name":"Ana""#, nil),
        (#""loggedin":{},"name":"Ana""#, nil), (#""loggedin":[1],"name":"Ana""#, nil), (#""loggedin":"""#, nil),
        (#""name":"Ana","usrId":42"#, nil), (#""LoggedIn":true"#, nil), ("", nil),
        // Of two equal keys the last one counts, as in JavaScript.
        (#""loggedin":true,"loggedin":false"#, nil),
        (#""loggedin":false,"loggedin":true"#, User(name: "", usrId: .text(""))),
    ]

    @Test(arguments: rows)
    func `as JavaScript's loggedin == true holds`(values: String, user: User?) async throws {
        let session = try await SessionFixture().session(values)
        #expect(AuthFlag.standard.user(of: session) == user)
    }

    @Test func `nobody is signed in to a session that begins, or that has been destroyed`() async throws {
        let fixture = try SessionFixture()
        let begun = try await fixture.newSession()
        #expect(AuthFlag.standard.user(of: begun) == nil)
        let session = try await fixture.session(#""loggedin":true"#)
        session.destroy()
        #expect(AuthFlag.standard.user(of: session) == nil)
    }
}
