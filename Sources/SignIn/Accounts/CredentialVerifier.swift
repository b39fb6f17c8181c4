public import Sessions

/// Tells whose credentials these are; implement it to sign in against a directory or another service.
public protocol CredentialVerifier: Sendable {
    /// The user of these credentials.
    ///
    /// - Parameter credentials: what somebody typed; nothing has checked it.
    /// - Returns: `nil` for an unknown name, a wrong password and a disabled account alike: neither the answer nor its
    ///   time may tell which.
    /// - Throws: where it could not be found out.
    func verify(_ credentials: Credentials) async throws(VerificationError) -> User?
}

/// Why credentials could not be verified, which says nothing about them.
public enum VerificationError: Error, CustomStringConvertible, Sendable {
    /// Too many passwords are waiting already: a 503 with `Retry-After`.
    case busy(retryAfter: Duration)
    /// The accounts could not be read.
    case store(StoreError)

    /// What happened, in words.
    public var description: String {
        switch self {
        case .busy(let delay): "too many passwords are waiting to be checked; try again in \(delay)"
        case .store(let error): error.description
        }
    }
}
