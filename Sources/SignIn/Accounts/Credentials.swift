/// What somebody typed to sign in.
///
/// Prints neither part: people type passwords into the name's field too.
public struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name, as it came; nothing has checked it.
    public let username: String
    /// The password, as it came, never to be logged.
    public let password: String

    /// - Parameters:
    ///   - username: the name, as it came.
    ///   - password: the password, as it came.
    public init(username: String, password: String) {
        self.username = username
        self.password = password
    }

    /// Always `Credentials(…)`.
    public var description: String {
        "Credentials(…)"
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
