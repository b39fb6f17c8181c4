/// Somebody who may sign in.
public struct Account: Hashable, Sendable {
    /// What names the user for good; goes into the session as `usrId`.
    public var usrId: UserID
    /// What the user types to sign in: unique, compared byte for byte.
    public var username: String
    /// The full name, as pages show it; goes into the session as `name`.
    public var name: String
    /// The password's hash.
    public var passwordHash: PasswordHash
    /// A disabled account cannot sign in.
    public var isDisabled: Bool

    /// - Parameters:
    ///   - usrId: what names the user for good.
    ///   - username: what the user types to sign in; unique, compared byte for byte.
    ///   - name: the full name, as pages show it.
    ///   - passwordHash: see ``PasswordHasher``.
    ///   - isDisabled: a disabled account cannot sign in.
    public init(
        usrId: UserID, username: String, name: String, passwordHash: PasswordHash, isDisabled: Bool = false
    ) {
        self.usrId = usrId
        self.username = username
        self.name = name
        self.passwordHash = passwordHash
        self.isDisabled = isDisabled
    }
}

/// A password's hash with its algorithm and cost: a PHC string such as `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`.
///
/// Or what crypt(3) writes, such as bcrypt's `$2b$10$<salt><hash>`.
///
/// Prints as its algorithm only.
public struct PasswordHash: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The whole string, for a store; never log it.
    public let phc: String

    /// - Parameter phc: taken as it is; one that has a ``PasswordHasher/fault(of:)`` matches no password.
    public init(phc: String) {
        self.phc = phc
    }

    /// Compares byte for byte.
    public static func == (left: PasswordHash, right: PasswordHash) -> Bool {
        left.phc.utf8.elementsEqual(right.phc.utf8)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(Array(phc.utf8))
    }

    /// The algorithm, such as `scrypt`, and an ellipsis.
    public var description: String {
        (phc.split(separator: "$").first.map(String.init) ?? "") + "…"
    }

    /// The same as ``description``.
    public var debugDescription: String {
        description
    }
}
