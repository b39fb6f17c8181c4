import HTTPCookies
public import HTTPTypes

/// Lets only who is signed in pass; the rule, without a server.
///
/// Express has no such thing; its users write a middleware of this shape.
public struct RequireSignIn: Sendable {
    /// Where people sign in.
    public let signInPath: String
    /// The session cookie's name, for `WWW-Authenticate`.
    public let cookieName: String

    /// - Parameters:
    ///   - signInPath: where people sign in.
    ///   - cookieName: the session cookie's name.
    public init(signInPath: String = "/auth/signin", cookieName: String = "connect.sid") {
        self.signInPath = signInPath
        self.cookieName = cookieName
    }

    /// How somebody who is not signed in is turned away.
    public enum Refusal: Hashable, Sendable {
        /// 302 to this place: the sign-in page, which returns here afterwards.
        case redirect(to: String)
        /// 401 with this `WWW-Authenticate`.
        case unauthorized(challenge: String)
    }

    /// What the `WWW-Authenticate` of a 401 says, of which RFC 9110 section 11.6.1 asks for one.
    ///
    /// Source: draft-broyer-http-cookie-auth.
    public var challenge: String {
        "Cookie form-action=\"\(signInPath)\", cookie-name=\"\(cookieName)\""
    }

    /// What somebody who is not signed in is told.
    ///
    /// - Parameters:
    ///   - method: only a GET or HEAD can be returned to.
    ///   - path: the request's target, with its query.
    ///   - headers: the request's.
    /// - Returns: a redirect for people, a 401 for programs.
    public func refusal(of method: HTTPRequest.Method, _ path: String, headers: HTTPFields) -> Refusal {
        switch Answer(acceptedBy: headers) {
        case .json:
            return .unauthorized(challenge: challenge)
        case .html:
            guard method == .get || method == .head, let place = ReturnPath(path) else {
                return .redirect(to: signInPath)
            }
            return .redirect(to: signInPath + "?return=" + escaped(place.text))
        }
    }

    /// A path as a query value, its slashes left readable (RFC 3986 section 3.4 allows them).
    private func escaped(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { PercentEncoding.encode(String($0)) }
            .joined(separator: "/")
    }
}
