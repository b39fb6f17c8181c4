public import Sessions

extension Session {
    /// Signs a user in, whose credentials have just been verified: renews the id and sets `loggedin`, `name`, `usrId`.
    ///
    /// Goes through even if the session has ended meanwhile: then a fresh one begins with these three. A `sid` of the
    /// sign-in before is removed: the tokens that were issued then are not this one's.
    ///
    /// - Parameters:
    ///   - user: who it is.
    ///   - names: values of the session before that stay, such as a cart; `nil`: all.
    public func signIn(_ user: User, keeping names: Set<String>? = nil) {
        renew(keeping: names, by: .credentials)
        remove(SessionField.loggedin.name)
        remove(SessionField.name.name)
        remove(SessionField.usrId.name)
        remove(SessionField.signIn.name)
        self[.loggedin] = true
        self[.name] = user.name
        self[.usrId] = user.usrId
    }
}
