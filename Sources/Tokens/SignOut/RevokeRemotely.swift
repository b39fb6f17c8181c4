import HTTPCookies
public import SignIn

/// Hands a cookie to another server, which revokes the token in it.
///
/// It sends one `POST` without a body, whose `Cookie` field holds this cookie alone, its bytes as they came. Any status
/// from 200 to 299 means that it is done; the body is never read. Redirects are not followed, certificates are checked,
/// and each request has a connection of its own, of which there are at most 16 at once. Without the cookie, or with an
/// empty one, nothing is sent.
public struct RevokeRemotely: SignOutStep {
    private let name: String
    private let service: RemoteService
    private let client: RevocationClient

    /// - Parameters:
    ///   - name: the cookie's name.
    ///   - service: where to; with the path.
    ///   - limit: bounds the whole wait: for a free connection, to connect, and for the answer.
    ///
    /// Traps where the name is none that a cookie can have, or the limit is not positive, since this runs at start-up.
    public init(_ name: String, at service: RemoteService, within limit: Duration = .seconds(2)) {
        do throws(CookieError) {
            _ = try SetCookie(name, value: "", attributes: .none)
        } catch {
            preconditionFailure("\(error)")
        }
        precondition(limit > .zero, "time limit of RevokeRemotely: expected a positive one, met \(limit)")
        self.name = name
        self.service = service
        client = RevocationClient(within: limit, trusting: service.authorities)
    }

    /// Throws ``RevocationFailure``, which tells nothing of the cookie.
    public func run(_ run: inout SignOutRun) async throws {
        guard let value = run.cookies.bytes(named: name), !value.isEmpty else { return run.skip("no cookie \(name)") }
        // The client is spared what a field cannot hold, and bytes that were no UTF-8 have been lost on the way here.
        guard value.allSatisfy(isFieldByte), !String(decoding: value, as: UTF8.self).unicodeScalars.contains("\u{FFFD}")
        else { throw RevocationFailure.unsendable }
        try await client.post(to: service.url, cookie: name + "=" + String(decoding: value, as: UTF8.self))
    }

    /// `revoke cookie refreshToken at https://auth.example.com/revoke within 2.0 seconds`.
    public var description: String { "revoke cookie \(name) at \(service) within \(client.limit)" }
}

/// Source: RFC 9110 section 5.5, `field-content`.
private func isFieldByte(_ byte: UInt8) -> Bool {
    byte == 0x09 || byte >= 0x20 && byte != 0x7F
}

/// Why a token could not be revoked at another server.
public enum RevocationFailure: SecretFreeError, Hashable {
    /// There was no whole answer within the time limit.
    case timeLimit(Duration)
    /// The service is not there.
    case unreachable
    /// Its certificate is not to be trusted, or TLS failed otherwise.
    case insecure
    /// The connection ended before the answer.
    case brokenOff
    /// The answer is no HTTP.
    case malformedAnswer
    /// It answered with this status.
    case status(Int)
    /// The cookie has bytes that a header field cannot hold, or that were no UTF-8; nothing was sent.
    case unsendable

    /// What happened.
    public var description: String {
        switch self {
        case .timeLimit(let limit): "the service gave no answer within \(limit)"
        case .unreachable: "the service cannot be reached"
        case .insecure: "no secure connection to the service"
        case .brokenOff: "the service ended the connection"
        case .malformedAnswer: "the service's answer is no HTTP"
        case .status(let status): "the service answered \(status)"
        case .unsendable: "the cookie holds bytes that cannot be sent"
        }
    }
}
