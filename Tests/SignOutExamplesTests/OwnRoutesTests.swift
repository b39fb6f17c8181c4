import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignOutExamples
import Testing

@Suite("The routes beside a sign-out") struct OwnRoutesTests {
    private struct Failure: Decodable {}

    /// As curl sends it: any type of answer will do.
    private func answer(
        _ subject: Subject, _ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields = [:],
        body: String? = nil
    ) async throws -> Answer {
        let stage = try await Stage(subject, Act(), serviceAt: "http://127.0.0.1:9")
        return try await stage.serve(isLive: false) { client in
            let body = body.map { ByteBuffer(string: $0) }
            return Answer(try await client.executeRequest(uri: path, method: method, headers: fields, body: body))
        }
    }

    private func expectRefusal(_ answer: Answer) throws {
        #expect(answer.status == 401)
        #expect(answer.headers[values: .contentType] == ["application/json; charset=utf-8"])
        #expect(answer.headers[values: .cacheControl] == ["no-store"])
        #expect(answer.headers[.wwwAuthenticate]?.isEmpty == false)
        #expect(throws: Never.self) { try JSONDecoder().decode(Failure.self, from: Data(answer.body.utf8)) }
    }

    @Test(arguments: Subject.all, [#"{"username":"ana","password":"x"}"#, #"{"username":"x","password":"x"}"#])
    func `wrong credentials are a 401 with a JSON error, whichever part is wrong`(
        subject: Subject, body: String
    ) async throws {
        let json: HTTPFields = [.contentType: "application/json"]
        let answer = try await answer(subject, .post, subject.routes.signIn, json, body: body)
        try expectRefusal(answer)
        #expect(answer.cookies == [])
        #expect(answer.body == #"{"error":"invalid_credentials"}"#)
    }

    @Test(arguments: Subject.all.filter { $0.routes.refresh != nil })
    func `without a token the protected route and the refresh are a 401 with a JSON error`(
        subject: Subject
    ) async throws {
        try expectRefusal(try await answer(subject, .get, subject.routes.protected))
        try expectRefusal(try await answer(subject, .post, try #require(subject.routes.refresh)))
        let garbage: HTTPFields = [.authorization: "Bearer x.y.z"]
        try expectRefusal(try await answer(subject, .get, subject.routes.protected, garbage))
    }

    @Test func `the auth service is waited for 2 seconds, unless an app says otherwise`() async throws {
        let parts = try await Stage(Subject(system: .judicial), Act(), serviceAt: "http://127.0.0.1:9").standardLimit
        #expect(parts == .seconds(2))
    }
}
