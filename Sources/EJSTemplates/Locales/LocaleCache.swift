import Synchronization

/// What has been learned of languages: their names of months, their patterns of dates and numbers.
///
/// Views name few languages and few options; where data names them, the oldest are forgotten.
final class LocaleCache<Key: Hashable & Sendable, Learned: Sendable>: Sendable {
    private let learned = Mutex<[Key: Learned]>([:])
    private let most: Int

    init(most: Int = 500) { self.most = most }

    /// What is known of a key; it is learned outside of the lock, twice perhaps.
    func value(of key: Key, learn: () -> Learned) -> Learned {
        if let known = learned.withLock({ $0[key] }) { return known }
        let value = learn()
        learned.withLock { known in
            if known.count >= most { known.removeAll(keepingCapacity: true) }
            known[key] = value
        }
        return value
    }
}
