import HTTPCookies
import Synchronization

extension MemorySessionStore {
    /// In the order of shards, and of hashes within a shard.
    ///
    /// O(sessions of a shard): looks at one shard at the most, so pages may be short or empty. A write that comes
    /// meanwhile copies that shard's dictionary.
    public func page(
        of owner: String?, after cursor: DirectoryCursor?, limit: Int
    ) async throws(StoreError) -> DirectoryPage {
        guard let start = Position(cursor) else {
            throw StoreError("page", .unavailable, cause: "the cursor is not one of this store's")
        }
        guard start.shard < shards.count else { return DirectoryPage(entries: [], next: nil) }
        let now = clock.now()
        let records = shards[start.shard].state.withLock { $0.records }
        let matches = records.compactMap { key, record -> Match? in
            let match = Match(hash: key.hashValue, entry: DirectoryEntry(key: key, record: record))
            guard now < record.expiry, start.isBefore(match.hash), record.isOwned(by: owner) else { return nil }
            return match
        }
        let sorted = matches.sorted { $0.hash < $1.hash }
        let taken = sorted.prefix(max(1, limit))
        let isWholeShard = taken.count == sorted.count
        let next =
            isWholeShard
            ? Position(shard: start.shard + 1, hash: nil) : Position(shard: start.shard, hash: taken.last?.hash)
        let entries = taken.map(\.entry)
        return DirectoryPage(entries: entries, next: next.shard < shards.count ? next.cursor : nil)
    }

    /// O(capacity).
    public func count() async throws(StoreError) -> Int {
        let now = clock.now()
        var count = 0
        for shard in shards {
            count += shard.state.withLock { $0.records }.values.count { now < $0.expiry }
            await Task.yield()
        }
        return count
    }

    /// Frees everything, one shard after the other.
    public func clear() async throws(StoreError) {
        for shard in shards {
            _ = shard.replaceRecords { _ in [:] }
            await Task.yield()
        }
    }
}

private struct Match {
    let hash: Int
    let entry: DirectoryEntry
}

/// Where a page begins: behind the session with this hash, or at the start of a shard.
private struct Position {
    let shard: Int
    let hash: Int?

    init(shard: Int, hash: Int?) {
        self.shard = shard
        self.hash = hash
    }

    init?(_ cursor: DirectoryCursor?) {
        guard let cursor else {
            self.init(shard: 0, hash: nil)
            return
        }
        let parts = cursor.token.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let shard = Int(parts[0]), shard >= 0 else { return nil }
        guard parts[1].isEmpty || Int(parts[1]) != nil else { return nil }
        self.init(shard: shard, hash: Int(parts[1]))
    }

    var cursor: DirectoryCursor {
        DirectoryCursor(token: "\(shard):\(hash.map(String.init) ?? "")")
    }

    func isBefore(_ other: Int) -> Bool {
        hash.map { $0 < other } ?? true
    }
}

extension SessionRecord {
    fileprivate func isOwned(by owner: String?) -> Bool {
        guard let owner else { return true }
        return self.owner.map { $0.utf8.elementsEqual(owner.utf8) } ?? false
    }
}
