/// Why no password can match a hash.
public enum PasswordHashFault: Error, CustomStringConvertible, Hashable, Sendable {
    /// It is not of a kind that is verified here, or costs more than ``ScryptCost`` takes.
    case unknown
    /// It is bcrypt's, and the hasher was not told of any.
    case bcryptIsOff
    /// It is bcrypt's, which this system's libraries do not have.
    case bcryptIsMissing
    /// It is bcrypt's, and dearer than the hasher's limit.
    case tooDear(logRounds: Int, limit: BcryptCost)

    /// What was met and what was expected, without any of the hash.
    public var description: String {
        switch self {
        case .unknown: "the hash is not a bounded $scrypt$, expected one, or bcrypt's $2a$, $2b$ or $2y$"
        case .bcryptIsOff: "the hash is bcrypt's, expected $scrypt$ unless a limit for bcrypt is set"
        case .bcryptIsMissing: "the hash is bcrypt's, which this system's libraries do not have"
        case .tooDear(let logRounds, let limit):
            "the hash is bcrypt's at cost \(logRounds), expected \(limit.logRounds) at most"
        }
    }
}
