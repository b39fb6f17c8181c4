import HTTPCookies
import HTTPTypes
import Logging
import ProcessTesting
import SignIn
import StoreTesting
import Testing
import Tokens

@Suite("The judicial backend's sign-out keeps its contract, byte for byte") struct JudicialSignOutTests {
    private let log = LogRecorder()

    private func signOut(at address: String, within limit: Duration = .seconds(60)) throws -> SignOut {
        let service = try RemoteService(address, path: "/api/AuthJWT/Revoke")
        return SignOut {
            RevokeRemotely("refreshToken", at: service, within: limit).ignoringFailure()
            ExpireCookie("refreshToken", .httpOnly, .path("/api/auth"), .maxAge(0))
            Reply(#"{"status":"success","message":"Sesión cerrada","data":null}"#)
        }
    }

    private func expectContract(_ signOut: SignOut, _ headers: HTTPFields) async throws {
        let answer = try await signOut(SignOutRun(headers: headers, session: nil, logger: log.logger))
        #expect(answer.status == .ok)
        #expect(
            answer.headers == [
                .cacheControl: "no-store", .contentType: "application/json; charset=utf-8",
                .setCookie: "refreshToken=; HttpOnly; Path=/api/auth; Max-Age=0",
            ])
        #expect(answer.body == Array(#"{"status":"success","message":"Sesión cerrada","data":null}"#.utf8))
    }

    @Test func `prints as what it does`() throws {
        let text = """
            revoke cookie refreshToken at https://auth.example/api/AuthJWT/Revoke within 2.0 seconds, ignoring failure
            expire cookie refreshToken of path /api/auth
            reply {"status":"success","message":"Sesión cerrada","data":null}
            """
        #expect(try signOut(at: "https://auth.example", within: .seconds(2)).description == text)
    }

    /// What the service does, and what the log says of it; `nil`: nothing.
    static let manners: [(manner: LoopbackService.Manner, warning: String?)] = [
        (.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), nil),
        (.answer("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"), "the service answered 401"),
        (.answer("HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n"), "the service answered 302"),
        (.lastWords("s3cret\r\n\r\n"), "the service's answer is no HTTP"),
        (.lastWords(""), "the service ended the connection"),
        (.answer(""), "the service gave no answer within 0.3 seconds"),
    ]

    @Test(arguments: manners)
    func `whatever the service does, the answer is the same, and a failure a warning without the token`(
        manner: LoopbackService.Manner, warning: String?
    ) async throws {
        try await LoopbackService.serve(manner) { service in
            let address = "http://127.0.0.1:\(service.port)"
            let hangs = warning?.contains("within") == true
            let signOut = try signOut(at: address, within: hangs ? .milliseconds(300) : .seconds(60))
            try await expectContract(signOut, [.cookie: "refreshToken=s3cret"])
            let limit = hangs ? "0.3" : "60.0"
            let step = "revoke cookie refreshToken at \(address)/api/AuthJWT/Revoke within \(limit) seconds"
            let warnings = log.lines.filter { $0.level == .warning }
            #expect(warnings.map(\.text) == (warning == nil ? [] : ["a step of a sign-out failed, which is ignored"]))
            if let warning, let details = warnings.first?.details {
                #expect(details.contains(#""error": \#(warning)"#))
                #expect(details.contains(#""step": \#(step)"#))
            }
            #expect(log.errors == [])
            #expect(!"\(log.lines)".contains("s3cret"))
        }
    }

    @Test func `without the cookie the service is left alone, and the cookie cleared all the same`() async throws {
        try await LoopbackService.serve(.answer("HTTP/1.1 200 OK\r\n\r\n")) { service in
            try await expectContract(signOut(at: "http://127.0.0.1:\(service.port)"), [:])
            #expect(service.record.connections == 0)
            #expect(log.lines(at: .warning) == [])
        }
    }

    @Test func `a speculative load revokes nothing`() async throws {
        try await LoopbackService.serve(.answer("HTTP/1.1 200 OK\r\n\r\n")) { service in
            let run = SignOutRun(headers: [.cookie: "refreshToken=a"], session: nil, logger: log.logger)
            let answer = try await signOut(at: "http://127.0.0.1:\(service.port)")(run, isSafe: true)
            #expect(answer.headers[values: .setCookie] == [])
            #expect(service.record.connections == 0)
        }
    }
}
