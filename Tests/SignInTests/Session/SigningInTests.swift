import Sessions
import SignIn
import StoreTesting
import Testing

@Suite("Signing in to a session") struct SigningInTests {
    private static let bea = User(name: "Bea", usrId: .text("b7"))

    @Test func `sets the three values and another id (promise 4, OW-13)`() async throws {
        let fixture = try SessionFixture()
        let session = try await fixture.session(#""cart":[1,2]"#)
        let old = try await session.id
        session.signIn(Self.bea)
        let new = try await session.id
        #expect(new != old)
        #expect(AuthFlag.standard.user(of: session) == Self.bea)
        _ = try await fixture.keeper.commit(session)
        let gone = try await fixture.memory.load(SessionKey(old))
        #expect(gone == nil)
        let id = try await session.id
        let record = try #require(await fixture.memory.load(SessionKey(id)))
        let text = String(decoding: record.json, as: UTF8.self)
        #expect(text.contains(#""cart":[1,2]"#))
        #expect(text.contains(#""loggedin":true,"name":"Bea","usrId":"b7""#))
    }

    @Test func `keeps nothing but what is named, if that is wanted`() async throws {
        let fixture = try SessionFixture()
        let session = try await fixture.session(#""cart":[1],"secret":"x""#)
        session.signIn(Self.bea, keeping: ["cart"])
        #expect(session[raw: "cart"] != nil)
        #expect(session[raw: "secret"] == nil)
        _ = try await fixture.keeper.commit(session)
        let id = try await session.id
        let record = try #require(await fixture.memory.load(SessionKey(id)))
        #expect(record.fields["secret"] == nil)
        #expect(record.fields["name"]?.string == "Bea")
    }

    @Test func `as somebody else leaves nothing of who was signed in`() async throws {
        let fixture = try SessionFixture()
        let session = try await fixture.session(#""loggedin":1,"name":"Ana","usrId":42"#)
        session.signIn(Self.bea)
        _ = try await fixture.keeper.commit(session)
        let id = try await session.id
        let record = try #require(await fixture.memory.load(SessionKey(id)))
        let text = String(decoding: record.json, as: UTF8.self)
        #expect(!text.contains("Ana") && !text.contains("42"))
        let count = try await fixture.memory.count()
        #expect(count == 1)
    }

    @Test(arguments: [UserID.integer(42), .integer(0), .integer(-1), .text("a7"), .text("42"), .text("ñ\"\\")])
    func `keeps the id a number or a text, as it came`(usrId: UserID) async throws {
        let fixture = try SessionFixture()
        let session = try await fixture.newSession()
        session.signIn(User(name: "Ana", usrId: usrId))
        _ = try await fixture.keeper.commit(session)
        let id = try await session.id
        let record = try #require(await fixture.memory.load(SessionKey(id)))
        switch usrId {
        case .integer(let number): #expect(record.fields["usrId"]?.int == number)
        case .text(let text): #expect(record.fields["usrId"]?.string == text)
        }
    }
}
