public import Sessions

/// Why an account was not changed.
public enum AccountRegistryError: Error, CustomStringConvertible, Sendable {
    /// The username is not 1...256 bytes, has control characters, or white space at an end.
    case invalidUsername
    /// The full name is not 1...256 bytes, has control characters, or white space at an end.
    case invalidName
    /// The id is a text as a username may not be, or an integer beyond ±(2^53 − 1).
    case invalidUsrId
    /// The password has fewer Unicode characters than this.
    case passwordTooShort(minimum: Int)
    /// The password has more than 1024 bytes.
    case passwordTooLong
    /// The password has control characters.
    case passwordHasControlCharacters
    /// No password can match the hash.
    case unusableHash(PasswordHashFault)
    /// Another account has this username.
    case usernameTaken
    /// Another account has this id, or the next free integer is beyond 2^53 − 1.
    case usrIdTaken
    /// No account has this username.
    case noSuchAccount
    /// Too much hashing waits already.
    case busy(retryAfter: Duration)
    /// The hash could not be made.
    case hashing(PasswordHashingError)
    /// The accounts could not be read or written.
    case store(StoreError)

    /// What was met and what was expected, in a sentence's words.
    public var description: String {
        switch self {
        case .invalidUsername:
            "a username must have 1 to 256 bytes, no control characters, and no white space at its ends"
        case .invalidName:
            "a name must have 1 to 256 bytes, no control characters, and no white space at its ends"
        case .invalidUsrId:
            "a usrId must be an integer of at most 53 bits, or 1 to 256 bytes without control characters"
        case .passwordTooShort(let minimum): "a password must have at least \(minimum) characters"
        case .passwordTooLong: "a password must have at most \(PasswordHasher.byteLimit) bytes"
        case .passwordHasControlCharacters: "a password must have no control characters, such as line breaks"
        case .unusableHash(let fault): fault.description
        case .usernameTaken: "another account has this username"
        case .usrIdTaken: "another account has this usrId"
        case .noSuchAccount: "no account has this username"
        case .busy(let delay): "too many passwords are waiting to be hashed; try again in \(delay)"
        case .hashing(let error): error.description
        case .store(let error): error.description
        }
    }
}
