import Sessions
import SignIn
import Testing

@Suite("The auth flag of a session that Passport has written") struct PassportFlagTests {
    static let rows: [(values: String, user: UserID?)] = [
        (#""passport":{"user":42}"#, .integer(42)), (#""passport":{"user":0}"#, .integer(0)),
        (#""passport":{"user":"65f0c1"}"#, .text("65f0c1")), (#""passport":{"user":" "}"#, .text(" ")),
        (#""passport":{"x":1,"user":{"id":7}}"#, .text(#"{"id":7}"#)), (#""passport":{"user":true}"#, .text("true")),
        (#""passport":{"user":null}"#, nil), (#""passport":{"user":false}"#, nil), (#""passport":{"user":""}"#, nil),
        (#""passport":{}"#, nil), (#""passport":null"#, nil), (#""passport":[]"#, nil), (#""passport":7"#, nil),
        (#""user":42"#, nil), (#""loggedin":true,"name":"Ana","usrId":42"#, nil), ("", nil),
    ]

    @Test(arguments: rows)
    func `tells who is signed in as Passport does`(values: String, user: UserID?) async throws {
        let session = try await SessionFixture().session(values)
        #expect(AuthFlag.passport.user(of: session)?.usrId == user)
        #expect(AuthFlag.passport.user(of: session)?.name == (user == nil ? nil : ""))
    }

    @Test func `makes a user of whatever an app has kept there`() async throws {
        let flag = AuthFlag.passport { kept in
            guard let fields = kept.fields, let name = fields["displayName"]?.string, let id = fields["id"]?.int else {
                return nil
            }
            return User(name: name, usrId: .integer(id))
        }
        let ana = try await SessionFixture().session(#""passport":{"user":{"id":7,"displayName":"Ana"}}"#)
        #expect(flag.user(of: ana) == User(name: "Ana", usrId: .integer(7)))
        let other = try await SessionFixture().session(#""passport":{"user":7}"#)
        #expect(flag.user(of: other) == nil)
    }
}
