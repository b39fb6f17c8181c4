/// How sessions are kept.
///
/// Express: the options of `session()`.
public struct SessionOptions: Sendable {
    /// When a session is saved, and how long it lives.
    public var policy = Policy()
    /// The attributes with which a new session's cookie begins.
    public var cookie = CookieOptions()
    /// Whether the store sees ids or their SHA-256; `nil`: as the store prefers.
    public var keyForm: SessionKeyForm?
    /// How long a commit may go on trying against other nodes that change the same session.
    public var timeLimit: Duration = .seconds(2)
    /// Makes session ids; must not repeat itself or be guessable.
    ///
    /// Express: `genid`.
    public var makeID: @Sendable () -> SessionID = {
        var generator = SystemRandomNumberGenerator()
        return .random(using: &generator)
    }

    /// What we hold to be right.
    public init() {}
}
