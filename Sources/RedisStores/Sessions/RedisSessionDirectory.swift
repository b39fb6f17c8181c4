import HTTPCookies
public import Sessions

extension RedisSessionStore {
    /// In the server's own order; a user's by an index, in the order of a hash.
    ///
    /// Of all sessions each is met exactly once by whoever goes on in this process; who takes a cursor to another
    /// process, or comes back to one of long ago, may meet some twice. A session that Express has written is in its
    /// user's index after the next ``sweep()``.
    public func page(
        of owner: String?, after cursor: DirectoryCursor?, limit: Int
    ) async throws(StoreError) -> DirectoryPage {
        if let owner { return try await page(ofOwner: owner, cursor, max(1, limit)) }
        guard var reading = readings.take(cursor) else { throw Self.foreignCursor }
        let (call, limit) = (client.begin("page"), max(1, limit))
        // So that a page ends, however many other keys there are.
        for _ in 0..<20 {
            guard reading.waiting.count < limit, let position = reading.position else { break }
            let batch = try await call.scan(prefix, at: position)
            reading.met(batch.keys.compactMap(sessionKey), next: batch.next)
        }
        let entries = try await entries(of: reading.take(limit), call)
        return DirectoryPage(entries: entries, next: reading.isOver ? nil : readings.keep(reading))
    }

    private func page(
        ofOwner owner: String, _ cursor: DirectoryCursor?, _ limit: Int
    ) async throws(StoreError) -> DirectoryPage {
        guard let place = cursor.map({ Int64($0.token) }) ?? -1 else { throw Self.foreignCursor }
        let call = client.begin("page")
        let names = try await index.names(of: owner, after: place, limit: limit, call)
        let next = names.count == limit ? names.last.map(OwnerIndex.place) : nil
        let entries = try await entries(of: names.compactMap { SessionKey(redisName: $0) }, call)
        return DirectoryPage(
            entries: entries.filter { $0.record.isOwned(by: owner) },
            next: next.map { DirectoryCursor(token: "\($0)") })
    }

    private static var foreignCursor: StoreError {
        StoreError("page", .unavailable, cause: "the cursor is not one of this store's")
    }

    /// O(keys of the database); goes through all of them.
    public func count() async throws(StoreError) -> Int {
        var seen: Set<SessionKey> = []
        try await client.forEachBatch(prefix, "count") { _, names in seen.formUnion(names.compactMap(sessionKey)) }
        return seen.count
    }

    /// O(keys of the database); a session that begins meanwhile may stay.
    public func clear() async throws(StoreError) {
        let prefix = prefix
        try await client.forEachBatch(prefix, "clear") { call, names throws(StoreError) in
            _ = try await atOnce(names.compactMap(sessionKey)) { key throws(StoreError) in
                try await call.ask(SessionRequest.delete(RedisKey(prefix, key)))
            }
        }
        try await index.clear()
    }

    /// Brings the index of users' sessions up to date; the server itself removes what has expired.
    ///
    /// Whichever process comes first does it, once in ``indexInterval``: it reads all sessions.
    public func sweep() async throws(StoreError) -> Int {
        guard try await isOurTurn() else { return 0 }
        do throws(StoreError) {
            try await sweepIndex()
        } catch {
            // So that it is tried again before the interval is over, by whoever comes first.
            _ = try? await client.begin("sweep").ask(PlainRequest("DEL", claim, mayRepeat: true))
            throw error
        }
        return 0
    }

    private var claim: RedisKey { RedisKey("portero:sweep:", prefix) }

    private func isOurTurn() async throws(StoreError) -> Bool {
        guard indexInterval > .zero else { return true }
        let life = PlainRequest.Word.number(max(1, indexInterval.milliseconds))
        let request = PlainRequest("SET", claim, [.text("1"), .text("PX"), life, .text("NX")], mayRepeat: false)
        return try await client.begin("sweep").ask(request) != .null
    }

    /// Adds the sessions that Express has written, and takes out those that are no more.
    private func sweepIndex() async throws(StoreError) {
        let index = index
        try await client.forEachBatch(prefix, "sweep") { call, names throws(StoreError) in
            _ = try await atOnce(entries(of: names.compactMap(sessionKey), call)) { entry throws(StoreError) in
                guard let owner = entry.record.owner else { return }
                try await index.add(entry.key, of: owner, call)
            }
        }
        try await client.forEachBatch(index.prefix, "sweep") { _, sets throws(StoreError) in
            for set in sets { try await index.trim(set) }
        }
    }
}

extension RedisSessionStore {
    /// The session that has this key; `nil` for another key, such as one of our index where the prefix is empty.
    private func sessionKey(_ name: [UInt8]) -> SessionKey? {
        guard name.starts(with: prefix.utf8), !name.starts(with: OwnerIndex.namespace.utf8) else { return nil }
        return SessionKey(redisName: name.dropFirst(prefix.utf8.count))
    }

    /// Those of them that are live.
    private func entries(
        of keys: [SessionKey], _ call: RedisCall
    ) async throws(StoreError) -> [DirectoryEntry] {
        try await atOnce(keys) { key throws(StoreError) in
            try await self.load(key, call).map { DirectoryEntry(key: key, record: $0) }
        }.compactMap { $0 }
    }
}

extension SessionRecord {
    /// Compares bytes, not what Unicode holds to be equivalent.
    func isOwned(by owner: String?) -> Bool {
        guard let owner, let ours = self.owner else { return false }
        return ours.utf8.elementsEqual(owner.utf8)
    }
}
