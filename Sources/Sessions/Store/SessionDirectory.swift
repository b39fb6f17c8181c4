/// A store that can also tell which sessions it has: for administration, not for requests.
///
/// A directory is read in pages while sessions come and go: a session that lives through the whole reading is met
/// exactly once; one that is created or ends meanwhile may be met or not.
public protocol SessionDirectory: SessionStore {
    /// The next live sessions, in the store's own order.
    ///
    /// - Parameters:
    ///   - owner: only sessions whose `usrId` has exactly this JSON text, such as `42` or `"a7"`; `nil`: all.
    ///   - cursor: where the page before ended; `nil`: from the start.
    ///   - limit: how many at the most, 1 or more.
    /// - Returns: the sessions, and where the next page begins.
    /// - Throws: ``StoreError`` if the store fails.
    func page(
        of owner: String?, after cursor: DirectoryCursor?, limit: Int
    ) async throws(StoreError) -> DirectoryPage

    /// How many live sessions there are. Express: `length`.
    func count() async throws(StoreError) -> Int

    /// Removes all sessions. Express: `clear`.
    func clear() async throws(StoreError)
}

/// One session of a directory.
public struct DirectoryEntry: Hashable, Sendable {
    /// Under what the store keeps it.
    public let key: SessionKey
    /// What it holds.
    public let record: SessionRecord

    /// - Parameters:
    ///   - key: under what the store keeps it.
    ///   - record: what it holds.
    public init(key: SessionKey, record: SessionRecord) {
        self.key = key
        self.record = record
    }
}

/// A few sessions of a directory.
public struct DirectoryPage: Sendable {
    /// The sessions; may be empty before the end.
    public let entries: [DirectoryEntry]
    /// Where the next page begins; `nil` at the end.
    public let next: DirectoryCursor?

    /// - Parameters:
    ///   - entries: the sessions.
    ///   - next: where the next page begins; `nil` at the end.
    public init(entries: [DirectoryEntry], next: DirectoryCursor?) {
        self.entries = entries
        self.next = next
    }
}

/// A place in a directory; means something only to the store that made it.
public struct DirectoryCursor: Hashable, Sendable {
    /// The store's own text.
    public let token: String

    /// - Parameter token: the store's own text.
    public init(token: String) {
        self.token = token
    }
}

extension SessionDirectory {
    /// All sessions, or those of one owner, read page by page.
    ///
    /// Express: `all`.
    ///
    /// - Parameters:
    ///   - owner: the JSON text of the `usrId` wanted, such as `42` or `"a7"`; `nil`: everybody's.
    ///   - pageSize: how many are read at once.
    ///   - body: called with each; its error ends the reading.
    /// - Throws: what `body` throws, and ``StoreError`` if the store fails.
    public func forEach(
        of owner: String? = nil, pageSize: Int = 100, _ body: (DirectoryEntry) async throws -> Void
    ) async throws {
        var cursor: DirectoryCursor?
        repeat {
            let page = try await page(of: owner, after: cursor, limit: pageSize)
            for entry in page.entries { try await body(entry) }
            cursor = page.next
        } while cursor != nil
    }

    /// Ends the sessions of one owner.
    ///
    /// - Parameters:
    ///   - owner: the JSON text of the `usrId`, such as `42` or `"a7"`.
    ///   - kept: a session that goes on, such as the caller's own.
    /// - Returns: how many were ended.
    /// - Throws: ``StoreError`` if the store fails.
    @discardableResult
    public func deleteSessions(of owner: String, except kept: SessionKey? = nil) async throws -> Int {
        var ended = 0
        try await forEach(of: owner) { entry in
            if entry.key != kept, try await delete(entry.key) { ended += 1 }
        }
        return ended
    }
}
