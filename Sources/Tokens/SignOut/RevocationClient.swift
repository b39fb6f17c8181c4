import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Sends single requests to one service; closes its connections when nobody holds it any more.
final class RevocationClient: Sendable {
    /// For a whole request.
    let limit: Duration
    private let client: HTTPClient

    /// - Parameters:
    ///   - limit: for a whole request.
    ///   - authorities: count beside those that the system trusts.
    init(within limit: Duration, trusting authorities: [NIOSSLCertificate]) {
        self.limit = limit
        client = HTTPClient(configuration: Self.configuration(within: limit, trusting: authorities))
    }

    deinit {
        client.shutdown { _ in }
    }

    /// Every default that matters is named: what the shared client does, such as following redirects, is for browsers.
    private static func configuration(
        within limit: Duration, trusting authorities: [NIOSSLCertificate]
    ) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateVerification = .fullVerification
        tls.minimumTLSVersion = .tlsv12
        if !authorities.isEmpty { tls.additionalTrustRoots = [.certificates(authorities)] }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow, timeout: .init(connect: TimeAmount(limit)),
            decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 16
        // A service that is down is told of at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        // One that was kept may have been closed meanwhile, and the token would live on.
        configuration.maximumUsesPerConnection = 1
        // A span would hold the whole address, and the request more fields.
        configuration.tracing.tracer = nil
        return configuration
    }

    /// Sends a POST with this one field.
    func post(to url: String, cookie: String) async throws(RevocationFailure) {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = ["Cookie": cookie]
        let status: Int
        do {
            // What comes behind the head is dropped with the response, and the connection with it.
            status = Int(try await client.execute(request, timeout: TimeAmount(limit)).status.code)
        } catch {
            throw failure(error)
        }
        guard (200...299).contains(status) else { throw .status(status) }
    }

    private func failure(_ error: any Error) -> RevocationFailure {
        switch error {
        case let error as HTTPClientError: failure(error)
        case is HTTPParserError: .malformedAnswer
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .insecure
        case is NIOConnectionError: .unreachable
        case let error as IOError: error.errnoCode == ECONNRESET || error.errnoCode == EPIPE ? .brokenOff : .unreachable
        default: .brokenOff
        }
    }

    private func failure(_ error: HTTPClientError) -> RevocationFailure {
        switch error {
        case .deadlineExceeded, .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
            .timeLimit(limit)
        default: .brokenOff
        }
    }
}
