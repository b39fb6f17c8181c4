/// What the `WWW-Authenticate` of a 401 says to a client that needs an access token.
///
/// Source: RFC 6750 section 3.
public struct BearerChallenge: Hashable, Sendable, CustomStringConvertible {
    /// For a request that showed no token.
    public let plain: String

    /// - Parameter realm: what is protected, in visible ASCII characters and blanks, without quotes and backslashes.
    ///
    /// Traps for any other text, since this runs at start-up.
    public init(realm: String = "api") {
        precondition(
            realm.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C },
            "realm \(realm), expected ASCII without quotes and backslashes")
        plain = "Bearer realm=\"\(realm)\""
    }

    /// For a token that gives no access, for whatever reason.
    public var invalidToken: String {
        plain + ", error=\"invalid_token\""
    }

    /// The same as ``plain``.
    public var description: String {
        plain
    }
}
