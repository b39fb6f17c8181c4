import HTTPCookies

/// Finds the record nearest its expiry without looking at all of them each time.
///
/// One look at all finds the next ``batch``; until they are used up, records that are written with an earlier expiry
/// than the last of them are noted too. So the first that still stands is always the nearest of all.
struct MemorySessionStoreEviction {
    private struct Candidate {
        let key: SessionKey
        let expiry: Instant
    }

    private static let batch = 32
    /// By expiry, the nearest last; every record that expires before `horizon` is among them.
    private var candidates: [Candidate] = []
    private var horizon: Instant?

    /// Takes note of a record that was written.
    mutating func note(_ key: SessionKey, _ expiry: Instant) {
        guard let horizon, expiry < horizon else { return }
        insert(Candidate(key: key, expiry: expiry))
        if candidates.count > 2 * Self.batch { dropFarthest(keeping: Self.batch) }
    }

    /// Removes the record nearest its expiry.
    ///
    /// O(1) on average, O(records) once in ``batch`` calls.
    mutating func removeNearestExpiry(from records: inout [SessionKey: SessionRecord]) {
        while let candidate = candidates.popLast() {
            // It may have gone, or been touched, since it was noted.
            guard records[candidate.key]?.expiry == candidate.expiry else { continue }
            records[candidate.key] = nil
            return
        }
        look(through: records)
        guard let nearest = candidates.popLast() else { return }
        records[nearest.key] = nil
    }

    private mutating func look(through records: [SessionKey: SessionRecord]) {
        candidates = []
        horizon = nil
        for (key, record) in records {
            if let horizon, record.expiry >= horizon { continue }
            insert(Candidate(key: key, expiry: record.expiry))
            if candidates.count > 2 * Self.batch { dropFarthest(keeping: Self.batch) }
        }
        horizon = horizon ?? candidates.first?.expiry
    }

    private mutating func insert(_ candidate: Candidate) {
        var (low, high) = (0, candidates.count)
        while low < high {
            let middle = (low + high) / 2
            if candidates[middle].expiry > candidate.expiry { low = middle + 1 } else { high = middle }
        }
        candidates.insert(candidate, at: low)
    }

    private mutating func dropFarthest(keeping count: Int) {
        candidates.removeFirst(candidates.count - count)
        horizon = candidates.first?.expiry
    }
}
