public import SignIn

/// An access token and a refresh token for one client.
///
/// Prints neither.
public struct IssuedTokens: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The access token's text; never log it.
    public let access: String
    /// How long it lives from now on.
    public let accessLifetime: Duration
    /// The refresh token.
    public let refresh: RefreshToken
    /// How long it lives from now on, if it is not traded.
    public let refreshLifetime: Duration
    /// The sign-in that both belong to.
    public let signIn: SignInID

    /// The sign-in, as it prints.
    public var description: String {
        "IssuedTokens(\(signIn))"
    }

    /// The same as ``description``.
    public var debugDescription: String {
        description
    }

    /// Has no children, so that `dump` shows no more than ``description``.
    public var customMirror: Mirror {
        Mirror(self, children: [])
    }
}

/// How a request for new tokens ended.
public enum Refreshment: Sendable {
    /// Here they are; the token that was shown is spent.
    case issued(IssuedTokens)
    /// The token is none, or its family is unknown, expired or revoked; the client is not told which.
    case refused
    /// The token was spent before, so that two have it: its family is revoked. The client is told nothing more.
    case reused
}
