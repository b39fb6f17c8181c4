import HTTPCookies
import HTTPTypes
import ProcessTesting
import SignIn
import StoreTesting
import Testing
import Tokens

@Suite("A cookie is handed to another server to be revoked") struct RevokeRemotelyTests {
    /// Long enough that a busy machine is no failure.
    static let patience = Duration.seconds(60)
    static let token = "eyJ.s3cret"

    private let log = LogRecorder()

    private func run(_ cookies: String...) -> SignOutRun {
        var headers = HTTPFields()
        headers[values: .cookie] = cookies
        return SignOutRun(headers: headers, session: nil, logger: log.logger)
    }

    private func address(_ service: LoopbackService, _ scheme: String = "http") -> String {
        "\(scheme)://127.0.0.1:\(service.port)/api/AuthJWT/Revoke"
    }

    private func revoke(
        at address: String, within limit: Duration = patience, trusting authorities: String? = nil,
        _ cookies: String = "refreshToken=\(token)"
    ) async throws {
        var run = run(cookies)
        let service = try RemoteService(address, trusting: authorities)
        try await RevokeRemotely("refreshToken", at: service, within: limit).run(&run)
    }

    @Test func `it sends one POST with that cookie alone, and no other field of ours`() async throws {
        let head = try await LoopbackService.serve(.answer("HTTP/1.1 204 No Content\r\n\r\n")) { service in
            let cookies = "connect.sid=s%3Aa; refreshToken=\(Self.token); theme=dark"
            try await revoke(at: address(service) + "?key=1", cookies)
            #expect(service.record.heads.count == 1)
            return try #require(service.record.heads.first).replacing(":\(service.port)", with: "")
        }
        let lines = head.split(separator: "\r\n").map(String.init)
        #expect(lines.first == "POST /api/AuthJWT/Revoke?key=1 HTTP/1.1")
        #expect(
            Set(lines.dropFirst().map { $0.lowercased() }) == [
                "host: 127.0.0.1", "content-length: 0", "cookie: refreshtoken=eyj.s3cret",
            ])
        #expect(lines.contains("Cookie: refreshToken=eyJ.s3cret"))
    }

    /// `Cookie` fields, and what is sent on.
    static let bytes: [(fields: [String], sent: String)] = [
        (["refreshToken=a%2Fb+c"], "a%2Fb+c"), ([#"refreshToken="quoted""#], #""quoted""#),
        (["refreshToken=a=b=="], "a=b=="), (["a=1", "refreshToken=x"], "x"),
        (["refreshToken=first; refreshToken=second"], "first"), (["refreshToken=ñ"], "ñ"),
        ([#"refreshToken=a, b\c"#], #"a, b\c"#), (["REFRESHTOKEN=no; refreshToken=yes"], "yes"),
        (["refreshToken=a%0D%0AX-Admin:%201"], "a%0D%0AX-Admin:%201"),
    ]

    @Test(arguments: bytes)
    func `its bytes are those that came`(fields: [String], sent: String) async throws {
        try await LoopbackService.serve(.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) { service in
            var headers = HTTPFields()
            headers[values: .cookie] = fields
            var run = SignOutRun(headers: headers, session: nil, logger: log.logger)
            try await RevokeRemotely("refreshToken", at: RemoteService(address(service)), within: Self.patience)
                .run(&run)
            let lines = try #require(service.record.heads.first).split(separator: "\r\n")
            #expect(lines.filter { $0.lowercased().hasPrefix("cookie:") } == ["Cookie: refreshToken=\(sent)"])
        }
    }

    @Test(arguments: ["", "refreshToken", "refreshToken=", "refreshtoken=a", "theme=dark", "xrefreshToken=a"])
    func `without the cookie nothing is sent at all`(field: String) async throws {
        try await LoopbackService.serve(.answer("HTTP/1.1 500 No\r\n\r\n")) { service in
            let step = RevokeRemotely("refreshToken", at: try RemoteService(address(service)))
            let signOut = SignOut(observer: { event in
                #expect(event.steps.map(\.outcome) == [.skipped("no cookie refreshToken")])
            }) { step }
            _ = try await signOut(run(field))
            #expect(service.record.connections == 0)
        }
    }

    @Test func `bytes that were lost on the way are not sent: it fails`() async throws {
        try await LoopbackService.serve(.answer("HTTP/1.1 200 OK\r\n\r\n")) { service in
            await #expect(throws: RevocationFailure.unsendable) {
                try await revoke(at: address(service), "refreshToken=a\u{FFFD}b")
            }
            #expect(service.record.connections == 0)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n{",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nno!",
    ])
    func `a status from 200 to 299 is enough, whatever the body`(answer: String) async throws {
        try await LoopbackService.serve(.answer(answer)) { try await revoke(at: address($0)) }
    }

    @Test func `a body without end is not read, and its connection ends`() async throws {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let chunk = "1000\r\n\(String(repeating: "x", count: 0x1000))\r\n"
        try await LoopbackService.serve(.endless(head, chunk)) { service in
            try await revoke(at: address(service))
            await service.record.untilClosed()
        }
    }

    @Test(arguments: [199, 300, 304, 400, 401, 403, 404, 429, 500, 503])
    func `any other status is a failure`(status: Int) async throws {
        try await LoopbackService.serve(.answer("HTTP/1.1 \(status) X\r\nContent-Length: 0\r\n\r\n")) { service in
            let expected: RevocationFailure = status < 200 ? .timeLimit(.milliseconds(300)) : .status(status)
            await #expect(throws: expected) {
                try await revoke(at: address(service), within: status < 200 ? .milliseconds(300) : Self.patience)
            }
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is not followed, and a failure`(status: Int) async throws {
        try await LoopbackService.serve(.answer("HTTP/1.1 200 OK\r\n\r\n")) { other in
            let answer = "HTTP/1.1 \(status) X\r\nLocation: \(address(other))\r\nContent-Length: 0\r\n\r\n"
            try await LoopbackService.serve(.answer(answer)) { service in
                await #expect(throws: RevocationFailure.status(status)) { try await revoke(at: address(service)) }
                #expect(service.record.heads.count == 1)
            }
            #expect(other.record.connections == 0)
        }
    }

    static let wrong: [(manner: LoopbackService.Manner, failure: RevocationFailure)] = [
        (.lastWords(""), .brokenOff), (.lastWords("HTTP/1.1 200 OK\r\nContent-"), .malformedAnswer),
        (.lastWords("garbage\r\n\r\n"), .malformedAnswer), (.lastWords("\0\0\0\0"), .malformedAnswer),
        (.lastWords("HTTP/1.1 two hundred\r\n\r\n"), .malformedAnswer),
        (.endless("", "garbage"), .malformedAnswer),
        (.lastWords("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"), .malformedAnswer),
    ]

    @Test(arguments: wrong)
    func `an answer that is no HTTP is a failure`(
        manner: LoopbackService.Manner, failure: RevocationFailure
    ) async throws {
        try await LoopbackService.serve(manner) { service in
            await #expect(throws: failure) { try await revoke(at: address(service)) }
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 100 Continue\r\n\r\n"])
    func `a service that hangs is waited for no longer than the limit`(start: String) async throws {
        try await LoopbackService.serve(.answer(start)) { service in
            let limit = Duration.milliseconds(300)
            await #expect(throws: RevocationFailure.timeLimit(limit)) {
                try await revoke(at: address(service), within: limit)
            }
        }
    }

    @Test func `a service that hangs before TLS is there is waited for no longer either`() async throws {
        try await LoopbackService.serve(.answer("")) { service in
            let limit = Duration.milliseconds(300)
            await #expect(throws: RevocationFailure.timeLimit(limit)) {
                try await revoke(at: address(service, "https"), within: limit)
            }
        }
    }

    @Test func `each request has a connection of its own, since one that was kept may be dead`() async throws {
        try await LoopbackService.serve(.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) { service in
            let step = RevokeRemotely("refreshToken", at: try RemoteService(address(service)), within: Self.patience)
            for _ in 1...2 {
                var run = run("refreshToken=\(Self.token)")
                try await step.run(&run)
                await service.record.untilClosed()
            }
            #expect(service.record.heads.count == 2)
            #expect(service.record.connections == 2)
        }
    }

    @Test(arguments: ["bad name", "", "a=b", "a\r\nX: y"])
    func `a name that no cookie can have stops the start`(name: String) async {
        await #expect(processExitsWith: .failure) { [name] in
            _ = RevokeRemotely(name, at: try RemoteService("https://auth.example.com"))
        }
    }

    @Test func `a service that trickles without an end of the head is waited for no longer either`() async throws {
        try await LoopbackService.serve(.endless("HTTP/1.1 200 OK\r\n", "X: y\r\n")) { service in
            await #expect(throws: RevocationFailure.self) {
                try await revoke(at: address(service), within: .milliseconds(300))
            }
        }
    }

    @Test func `a service that is not there is a failure at once`() async throws {
        let left = try await LoopbackService.serve(.answer("")) { address($0) }
        await #expect(throws: RevocationFailure.unreachable) { try await revoke(at: left) }
    }

    @Test func `a service that hangs holds few connections, and each sign-out no longer than the limit`() async throws {
        try await LoopbackService.serve(.answer("")) { service in
            let limit = Duration.milliseconds(500)
            let step = RevokeRemotely("refreshToken", at: try RemoteService(address(service)), within: limit)
            let failures = await withTaskGroup(of: RevocationFailure?.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        var run = run("refreshToken=\(Self.token)")
                        do {
                            try await step.run(&run)
                            return nil
                        } catch { return error as? RevocationFailure }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(failures.count == 100)
            #expect(Set(failures) == [.timeLimit(limit)])
            // 16, and those that the server does not know yet to be given up.
            #expect(service.record.peak <= 48)
        }
    }
}
