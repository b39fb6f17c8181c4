public import Sessions

extension SessionField where Value == SignedInMark {
    /// Whether somebody is signed in: the key `loggedin`.
    public static var loggedin: Self { SessionField("loggedin") }
}

extension SessionField where Value == String {
    /// The full name of who is signed in: the key `name`.
    public static var name: Self { SessionField("name") }
}

extension SessionField where Value == UserID {
    /// The id of who is signed in: the key `usrId`, a number or a string.
    public static var usrId: Self { SessionField("usrId") }
}

extension SessionField where Value == SignInID {
    /// The sign-in under which tokens were issued, if any were: the key `sid`.
    public static var signIn: Self { SessionField("sid") }
}

/// A Boolean that reads as JavaScript's `value == true` does, and is written as one.
public struct SignedInMark: Hashable, Sendable, Codable, ExpressibleByBooleanLiteral {
    /// Whether it holds.
    public let isSet: Bool

    /// Writes `true` or `false`.
    public init(booleanLiteral value: Bool) {
        isSet = value
    }

    /// Reads a Boolean, a number, or a string; only what equals 1 or `true` in JavaScript holds.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let bool = try? container.decode(Bool.self) {
            isSet = bool
        } else if let number = try? container.decode(Double.self) {
            isSet = number == 1
        } else {
            isSet = RawValue(try container.decode(String.self)).isLooselyTrue
        }
    }

    /// Writes a Boolean.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(isSet)
    }
}
