import HTTPTypes
import ProcessTesting
import SignIn
import StoreTesting
import Testing
import Tokens

@Suite("Another server's certificate is checked") struct RevokingOverTLSTests {
    private func revoke(at port: Int, trusting authorities: String?) async throws {
        var run = SignOutRun(headers: [.cookie: "refreshToken=a"], session: nil, logger: LogRecorder().logger)
        let service = try RemoteService("https://127.0.0.1:\(port)/", trusting: authorities)
        try await RevokeRemotely("refreshToken", at: service, within: .seconds(60)).run(&run)
    }

    private static let answer = LoopbackService.Manner.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    @Test func `one that signs itself gets no cookie`() async throws {
        let certificate = try TestCertificate(for: [127, 0, 0, 1])
        try await LoopbackService.serve(Self.answer, tls: certificate.context) { service in
            await #expect(throws: RevocationFailure.insecure) { try await revoke(at: service.port, trusting: nil) }
            #expect(service.record.heads == [])
        }
    }

    @Test func `the same gets it where the app says that it counts`() async throws {
        let certificate = try TestCertificate(for: [127, 0, 0, 1])
        try await LoopbackService.serve(Self.answer, tls: certificate.context) { service in
            try await certificate.withFile { try await revoke(at: service.port, trusting: $0) }
            #expect(service.record.heads.count == 1)
        }
    }

    @Test func `one that counts, but of another host, gets none`() async throws {
        let certificate = try TestCertificate(for: [127, 0, 0, 2])
        try await LoopbackService.serve(Self.answer, tls: certificate.context) { service in
            try await certificate.withFile { file in
                await #expect(throws: RevocationFailure.insecure) {
                    try await revoke(at: service.port, trusting: file)
                }
            }
            #expect(service.record.heads == [])
        }
    }

    @Test func `a server without TLS gets none`() async throws {
        try await LoopbackService.serve(.greeting("HTTP/1.1 400 Bad Request\r\n\r\n")) { service in
            await #expect(throws: RevocationFailure.insecure) { try await revoke(at: service.port, trusting: nil) }
            #expect(service.record.heads == [])
        }
    }
}
