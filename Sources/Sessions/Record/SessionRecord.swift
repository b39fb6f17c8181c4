public import HTTPCookies

/// What a store keeps of a session: its JSON text, byte for byte, and when it ends.
///
/// The text is a JSON object in express-session's form, `{"cookie":{…},…}`.
public struct SessionRecord: Hashable, Sendable {
    /// The JSON text, UTF-8.
    public let json: [UInt8]
    /// From this moment on the session is not there.
    public let expiry: Instant

    /// Takes one JSON object (RFC 8259), UTF-8, nested at most 512 deep; `nil` for other text.
    ///
    /// O(length).
    ///
    /// - Parameters:
    ///   - json: the text as the store has it.
    ///   - expiry: from this moment on the session is not there.
    public init?(json: [UInt8], expiry: Instant) {
        guard RecordFields(json: json) != nil else { return nil }
        self.json = json
        self.expiry = expiry
    }

    init(_ fields: RecordFields, expiry: Instant) {
        json = fields.json
        self.expiry = expiry
    }

    private init(trusted json: [UInt8], expiry: Instant) {
        self.json = json
        self.expiry = expiry
    }

    /// The same text with another expiry.
    public func expiring(at expiry: Instant) -> SessionRecord {
        SessionRecord(trusted: json, expiry: expiry)
    }

    /// The top-level fields, in order.
    ///
    /// O(length).
    public var fields: RecordFields {
        // Checked when the record was made.
        RecordFields(json: json) ?? RecordFields()
    }

    /// The JSON text of the `usrId` field, by which a directory finds a user's sessions; `nil` where there is none.
    ///
    /// O(length).
    public var owner: String? {
        fields["usrId"].map { String(decoding: $0.bytes, as: UTF8.self) }
    }
}
