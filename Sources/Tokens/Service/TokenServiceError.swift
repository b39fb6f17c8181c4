/// Why there can be no such service.
public enum TokenServiceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The list of refresh secrets is empty.
    case noSecret
    /// The refresh secret at this place of the list, counted from 0, has fewer than 32 bytes.
    case shortSecret(at: Int)
    /// The issuer or the audience is empty.
    case noIssuer
    /// A limit is not positive, an access token's life is no whole number of seconds, or the idle limit is above the
    /// absolute one.
    case invalidLimits

    /// What was met and what was expected; never a secret.
    public var description: String {
        switch self {
        case .noSecret: "no refresh secret, expected at least one"
        case .shortSecret(let place): "refresh secret \(place + 1) is too short, expected 32 bytes or more"
        case .noIssuer: "the issuer or the audience is empty, expected a text for each"
        case .invalidLimits:
            """
            the limits do not go together, expected whole positive seconds for access tokens, and positive limits for \
            refresh tokens, the idle one not above the absolute one
            """
        }
    }
}
