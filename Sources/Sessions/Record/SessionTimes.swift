import HTTPCookies

/// What we know of a session beyond Express: its times, in the record's key `_portero`.
struct SessionTimes: Hashable, Sendable {
    static let key = "_portero"

    /// When the session began.
    var created: Instant
    /// When its id was last renewed, as sign-in does; `nil`: never.
    var renewed: Instant?

    /// - Parameter fields: a record's; nothing comes of one begun in Express, or that somebody else wrote into.
    init?(of fields: RecordFields) {
        var created: Int?
        var renewed: Int?
        let bytes = fields[Self.key]?.bytes ?? []
        var members = JSONMembers()
        while let member = members.next(in: bytes.span) {
            let value = RawValue(trusted: bytes.part(member.value))
            if bytes.names("created", at: member.quotedName) { created = value.int }
            if bytes.names("renewed", at: member.quotedName) { renewed = value.int }
        }
        guard let created else { return nil }
        self.created = Instant(milliseconds: Int64(created))
        self.renewed = renewed.map { Instant(milliseconds: Int64($0)) }
    }

    init(created: Instant) {
        self.created = created
    }

    /// Writes them into a record, beside whatever else stands under the key.
    func write(into record: inout RecordFields) {
        var fields = record[Self.key]?.fields ?? RecordFields()
        fields["created"] = RawValue(created.milliseconds)
        fields["renewed"] = renewed.map { RawValue($0.milliseconds) }
        record[Self.key] = RawValue(trusted: fields.json[...])
    }
}
