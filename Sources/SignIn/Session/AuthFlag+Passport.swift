public import Sessions

extension AuthFlag {
    /// Reads `passport.user`, where an Express app's `serializeUser` keeps the user's id.
    ///
    /// The session holds no name, so the user's is empty. Passport: `req.isAuthenticated()`.
    public static let passport = AuthFlag.passport { User(name: "", usrId: UserID($0)) }

    /// Reads `passport.user`, where an Express app's `serializeUser` keeps whatever it likes.
    ///
    /// Nobody is signed in where it is absent, `null`, `false` or an empty string. Source: passport 0.4 to 0.7,
    /// `SessionStrategy.authenticate`, which takes what JavaScript holds to be true, and 0.
    ///
    /// - Parameter user: whom it means; `nil`: nobody.
    /// - Returns: the flag.
    public static func passport(_ user: @escaping @Sendable (RawValue) -> User?) -> AuthFlag {
        AuthFlag { session in
            guard let kept = session[raw: "passport"]?.fields?["user"], kept.isSomebody else { return nil }
            return user(kept)
        }
    }
}

extension RawValue {
    fileprivate var isSomebody: Bool {
        !["null", "false", "\"\""].contains { bytes.elementsEqual($0.utf8) }
    }
}
