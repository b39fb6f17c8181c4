public import Sessions

extension SessionDirectory {
    /// Ends the server sessions of one sign-in, also where their ids are renewed meanwhile.
    ///
    /// O(sessions of the user).
    ///
    /// - Parameters:
    ///   - signIn: the sessions' `sid`.
    ///   - user: their `usrId`.
    /// - Returns: how many were ended.
    /// - Throws: ``Sessions/StoreError`` if the store fails, or the session is renewed all the time.
    @discardableResult
    public func deleteSessions(of signIn: SignInID, _ user: UserID) async throws(StoreError) -> Int {
        var ended = 0
        for _ in 0..<10 {
            let keys = try await keys(of: signIn, user)
            guard !keys.isEmpty else { return ended }
            for key in keys where try await delete(key) { ended += 1 }
        }
        throw StoreError("delete", .unavailable, cause: "the session's id changes all the time")
    }

    private func keys(of signIn: SignInID, _ user: UserID) async throws(StoreError) -> [SessionKey] {
        var keys: [SessionKey] = []
        var cursor: DirectoryCursor?
        repeat {
            let page = try await page(of: user.json, after: cursor, limit: 100)
            for entry in page.entries where entry.record.fields[SessionField.signIn.name]?.string == signIn.text {
                keys.append(entry.key)
            }
            cursor = page.next
        } while cursor != nil
        return keys
    }
}
