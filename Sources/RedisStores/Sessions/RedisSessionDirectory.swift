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
        let limit = max(1, limit)
        // So that a page ends, however many other keys there are.
        for _ in 0..<20 {
            guard reading.waiting.count < limit, let position = reading.position else { break }
            let batch = try await client.scan(prefix, at: position, "page")
            reading.met(batch.keys.compactMap(sessionKey), next: batch.next)
        }
        let entries = try await entries(of: reading.take(limit))
        return DirectoryPage(entries: entries, next: reading.isOver ? nil : readings.keep(reading))
    }

    private func page(
        ofOwner owner: String, _ cursor: DirectoryCursor?, _ limit: Int
    ) async throws(StoreError) -> DirectoryPage {
        guard let place = cursor.map({ Int64($0.token) }) ?? -1 else { throw Self.foreignCursor }
        let names = try await index.names(of: owner, after: place, limit: limit)
        let next = names.count == limit ? names.last.map(OwnerIndex.place) : nil
        let entries = try await entries(of: names.compactMap { SessionKey(redisName: $0) })
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
        try await client.forEachBatch(prefix, "count") { seen.formUnion($0.compactMap(sessionKey)) }
        return seen.count
    }

    /// O(keys of the database); a session that begins meanwhile may stay.
    public func clear() async throws(StoreError) {
        let client = client
        let prefix = prefix
        try await client.forEachBatch(prefix, "clear") { names throws(StoreError) in
            _ = try await atOnce(names.compactMap(sessionKey)) { key throws(StoreError) in
                try await client.call(SessionRequest.delete(RedisKey(prefix, key)), "clear")
            }
        }
        try await index.clear()
    }

    /// Brings the index of users' sessions up to date; the server itself removes what has expired.
    ///
    /// Whichever process comes first does it, once in ``indexInterval``: it reads all sessions.
    public func sweep() async throws(StoreError) -> Int {
        guard try await isOurTurn() else { return 0 }
        let index = index
        try await client.forEachBatch(prefix, "sweep") { names throws(StoreError) in
            _ = try await atOnce(entries(of: names.compactMap(sessionKey))) { entry throws(StoreError) in
                guard let owner = entry.record.owner else { return }
                try await index.add(entry.key, of: owner, "sweep")
            }
        }
        try await client.forEachBatch(index.prefix, "sweep") { sets throws(StoreError) in
            for set in sets { try await index.trim(set) }
        }
        return 0
    }

    private func isOurTurn() async throws(StoreError) -> Bool {
        guard indexInterval > .zero else { return true }
        let claim = PlainRequest(
            "SET", RedisKey("portero:sweep:", prefix),
            [.text("1"), .text("PX"), .number(max(1, indexInterval.milliseconds)), .text("NX")], mayRepeat: false)
        return try await client.call(claim, "sweep") != .null
    }
}

extension RedisSessionStore {
    /// The session that has this key; `nil` for another key, such as one of our index where the prefix is empty.
    private func sessionKey(_ name: [UInt8]) -> SessionKey? {
        guard name.starts(with: prefix.utf8), !name.starts(with: OwnerIndex.namespace.utf8) else { return nil }
        return SessionKey(redisName: name.dropFirst(prefix.utf8.count))
    }

    /// Those of them that are live.
    private func entries(of keys: [SessionKey]) async throws(StoreError) -> [DirectoryEntry] {
        try await atOnce(keys) { key throws(StoreError) in
            try await self.load(key).map { DirectoryEntry(key: key, record: $0) }
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
