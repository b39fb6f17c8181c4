public import HTTPCookies

/// Keeps session records under their keys.
///
/// Every operation is atomic. A record whose expiry has come is not there: it is never given back, touched or
/// replaced, whether it has been swept or not. A throw means that the store itself failed; each store bounds the time
/// it takes (2 seconds) and recovers by itself. `StoreTesting` has the contract as tests.
public protocol SessionStore: Sendable {
    /// The record under `key`. Express: `get`.
    ///
    /// - Returns: `nil` where it is unknown, expired or malformed.
    func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord?

    /// Writes a new record. Express: `set`, of a new session.
    ///
    /// - Returns: false where the key is taken by a live record; then nothing was written.
    func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool

    /// Writes `new` only where the stored JSON bytes equal `loaded.json`. Express: `set`, of a known session.
    ///
    /// The expiry is not compared, so that a touch is no conflict.
    func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement

    /// Writes `new` under `newKey` and removes `key`, only where the JSON bytes under `key` equal `loaded.json`.
    /// Express: `regenerate`.
    ///
    /// - Returns: anything but ``Replacement/replaced`` means that nothing changed.
    func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement

    /// Sets the expiry and nothing else. Express: `touch`.
    ///
    /// - Returns: false where there is no such record; it never creates one.
    func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool

    /// Removes the record. Express: `destroy`.
    ///
    /// - Returns: false where there was no live record.
    func delete(_ key: SessionKey) async throws(StoreError) -> Bool

    /// Removes expired records for good. Express: a store's `prune`.
    ///
    /// - Returns: how many were removed; 0 where the store's server does that by itself.
    func sweep() async throws(StoreError) -> Int

    /// Whether this store is given ids or their digests, unless the app says otherwise.
    var preferredKeyForm: SessionKeyForm { get }
}

/// How a compare-and-set ended.
public enum Replacement: Hashable, Sendable {
    /// The new record stands.
    case replaced
    /// There is no record under the key: it was destroyed, renewed elsewhere, or has expired. Nothing was written.
    case missing
    /// The record has changed since it was loaded; here is the newer one. Nothing was written.
    case changed(SessionRecord)
}

extension SessionStore {
    /// Nothing to sweep.
    public func sweep() async throws(StoreError) -> Int {
        0
    }

    /// Ids in clear, as express-session's stores have them.
    public var preferredKeyForm: SessionKeyForm {
        .clear
    }
}
