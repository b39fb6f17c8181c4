public import Sessions

/// Tells from a session who is signed in.
public struct AuthFlag: Sendable {
    private let read: @Sendable (Session) -> User?

    /// - Parameter read: `nil` means that nobody is signed in; called for every request with a session.
    public init(_ read: @escaping @Sendable (Session) -> User?) {
        self.read = read
    }

    /// Who is signed in; `nil`: nobody.
    public func user(of session: Session) -> User? {
        read(session)
    }

    /// Reads `loggedin`, as JavaScript compares it to `true`, and then `name` and `usrId`.
    ///
    /// An absent name or id is an empty one: whether somebody is signed in rests on `loggedin` alone.
    public static let standard = AuthFlag { session in
        guard session[raw: "loggedin"]?.isLooselyTrue == true else { return nil }
        let id = session[raw: "usrId"]
        return User(name: session[raw: "name"]?.string ?? "", usrId: UserID(id))
    }
}

extension UserID {
    /// - Parameter value: neither an integer nor a string is kept as its JSON text.
    init(_ value: RawValue?) {
        if let number = value?.int {
            self = .integer(number)
        } else {
            self = .text(value.map { $0.string ?? String(decoding: $0.bytes, as: UTF8.self) } ?? "")
        }
    }
}
