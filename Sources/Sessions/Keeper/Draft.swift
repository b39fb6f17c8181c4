import HTTPCookies

/// One request's changes, ready to be written over any version of the record.
struct Draft: Sendable {
    let journal: Journal
    /// Whether the id is renewed by it.
    let renews: Bool
    /// What the cookie is where the record has none.
    let beginning: StoredCookie
    let policy: Policy

    /// A record taken apart, so that drafts can be written over it one after the other.
    struct Sheet: Sendable {
        var fields: RecordFields
        var cookie: StoredCookie?
        var times: SessionTimes?
        /// Whether there was no record before.
        let isNew: Bool

        /// Nothing yet.
        init() {
            fields = RecordFields()
            isNew = true
        }

        init(_ record: SessionRecord) {
            fields = record.fields
            cookie = StoredCookie(of: fields)
            times = SessionTimes(of: fields)
            isNew = false
        }
    }

    /// What a record has become.
    struct Page: Sendable {
        let record: SessionRecord
        let fields: RecordFields
        let cookie: StoredCookie
        let lifetime: Lifetime
    }

    /// The sheet with these changes made to it.
    ///
    /// The cookie comes from the sheet's own, the edits and the clock; it stands first where there was nothing yet, as
    /// Express writes it.
    ///
    /// - Throws: what an update's closure throws, or ``SessionError``.
    func write(over sheet: Sheet, now: Instant) throws -> Sheet {
        var sheet = sheet
        var cookie = sheet.cookie ?? beginning
        journal.edit(&cookie)
        cookie.touch(now: now)
        sheet.cookie = cookie
        sheet.fields[StoredCookie.key] = cookie.json
        try journal.apply(to: &sheet.fields)
        let times = updated(sheet, now: now)
        if let times, times != sheet.times { times.write(into: &sheet.fields) }
        sheet.times = times
        return sheet
    }

    /// What is stored of a sheet.
    func page(_ sheet: Sheet, now: Instant) -> Page {
        let cookie = sheet.cookie ?? beginning
        let lifetime = Lifetime(policy, maxAge: cookie.originalMaxAge, times: sheet.times)
        let record = SessionRecord(sheet.fields, expiry: lifetime.expiry(from: now))
        return Page(record: record, fields: sheet.fields, cookie: cookie, lifetime: lifetime)
    }

    /// A record begun in Express gets its times at our first write; it counts as renewed, since nobody can say.
    private func updated(_ sheet: Sheet, now: Instant) -> SessionTimes? {
        guard policy.keepsTimes else { return sheet.times }
        var times = sheet.times ?? SessionTimes(created: now)
        if renews || sheet.times == nil && !sheet.isNew { times.renewed = now }
        return times
    }
}
