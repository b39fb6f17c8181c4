/// How a server is spoken to.
public struct RedisOptions: Sendable {
    /// How long a call may take; a server that is slower, or gone, is an error by then.
    public var timeLimit: Duration = .seconds(2)
    /// With `rediss://`: a PEM file of the certificates that a server's must come of; `nil`: the system's.
    public var trustedCertificates: String?

    /// What we hold to be right.
    public init() {}
}
