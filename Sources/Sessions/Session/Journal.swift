/// What one request did to its session, in order, so that it can be done again to a newer record.
struct Journal: Sendable {
    /// Makes the new value from the old one; `nil` is no value.
    ///
    /// Pure: may run more than once.
    typealias Transform = @Sendable (RawValue?) throws -> RawValue?

    enum Entry: Sendable {
        case set(String, RawValue)
        case remove(String)
        case update(String, Transform)
        case keepOnly(Set<String>)
        case editCookie(StoredCookie.Key, RawValue?)
        /// A change that could not be noted; it fails the commit, so that nothing is lost in silence.
        case fail(any Error)
    }

    private(set) var entries: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }

    mutating func note(_ entry: Entry) {
        entries.append(entry)
    }

    /// The entries from `place` on.
    func suffix(from place: Int) -> Journal {
        var journal = Journal()
        journal.entries = Array(entries.dropFirst(place))
        return journal
    }

    /// Does to a record's fields what was done to the session's.
    ///
    /// - Throws: what an update's closure throws, or the error that was noted.
    func apply(to fields: inout RecordFields) throws {
        for entry in entries { try entry.apply(to: &fields) }
    }

    /// Does to a record's cookie what was done to the session's.
    func edit(_ cookie: inout StoredCookie) {
        for case .editCookie(let key, let value) in entries { cookie[key] = value }
    }
}

extension Journal.Entry {
    /// Does it to a record's fields, which a cookie is no part of.
    func apply(to fields: inout RecordFields) throws {
        switch self {
        case .set(let name, let value): fields[name] = value
        case .remove(let name): fields[name] = nil
        case .update(let name, let transform): fields[name] = try transform(fields[name])
        case .keepOnly(let names): fields.keepOnly(names.union([StoredCookie.key, SessionTimes.key]))
        case .editCookie: break
        case .fail(let error): throw error
        }
    }
}
